"""A version is shown exactly as it was frozen, with what changed since the one before."""

from __future__ import annotations

from dataclasses import replace

from flask import Flask

from tests.client import HouseClient
from tests.desk.baskets_to_share import INFY, TCS, proposal
from tests.page import text_of
from tests.web.desk.sharing_steps import rewritten, share, versions, written
from tokri.core.desk.advice import LegAdvice


def changes(client: HouseClient) -> list[str]:
    return [text_of(each) for each in client.page.all("#changed + ul li")]


def test_a_version_shows_its_hash_and_the_very_text_it_is_of(app: Flask, adviser: HouseClient) -> None:
    written(app)
    adviser.get(share(adviser))
    (version,) = versions(app)
    assert adviser.page.text("#sha256") == version.sha256
    assert adviser.page.text("#frozen pre") == " ".join(version.proposal.canonical.split())


def test_a_version_stays_as_it_was_whatever_is_written_afterwards(app: Flask, adviser: HouseClient) -> None:
    written(app)
    address = share(adviser)
    rewritten(app, proposal(replace(INFY, quantity="9999")))
    adviser.get(address)
    assert "9999" not in adviser.page.text("main")
    adviser.get("/desk/baskets/basket/share")
    assert "Changed since it was shared" in adviser.page.text("main")


def test_what_changed_since_the_version_before_is_said_in_words(app: Flask, adviser: HouseClient) -> None:
    written(app, proposal(INFY, TCS, risk_class="moderate"))
    share(adviser)
    rewritten(
        app,
        proposal(
            replace(INFY, quantity="30"),
            replace(INFY, tradingsymbol="WIPRO"),
            legs=(LegAdvice(horizon="Six months"), LegAdvice()),
            risk_class="high",
        ),
    )
    adviser.get(share(adviser))
    assert changes(adviser) == [
        "Risk of the basket is now “High”, before “Moderate”.",
        "Order 1, INFY: quantity is now “30”, before “25”.",
        "Order 1, INFY: horizon is now “Six months”; before, there was none.",
        "Order 2, TCS of the version before: taken out.",
        "Order 2, WIPRO: added.",
    ]


def test_an_older_version_says_that_there_is_a_newer_one(app: Flask, adviser: HouseClient) -> None:
    written(app)
    first = share(adviser)
    rewritten(app, proposal(why="On second thoughts."))
    share(adviser)
    adviser.get(first)
    assert "there is a newer version" in adviser.page.text("main")


def test_a_number_that_no_version_has_is_not_found(app: Flask, adviser: HouseClient) -> None:
    written(app)
    for number in ("1", "0", "99999", "100000", "9" * 30, "-1", "²"):
        assert adviser.get(f"/desk/baskets/basket/versions/{number}").status_code == 404

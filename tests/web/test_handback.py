"""The way back: whatever comes to /kite/redirect is kept as a claim, once, and answered by an honest page."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from tests.client import HouseClient
from tests.conftest import ClientFor
from tests.web.returning import CLAIMS, SUCCESS, TOKEN, UNREADABLE, land
from tests.web.steps import INFY, come_back, handbacks, rows, save, to_kite, world

# --- what Kite sends ----------------------------------------------------------------------------


@pytest.mark.parametrize("with_reference", [True, False])
@pytest.mark.parametrize("claim", CLAIMS)
def test_a_return_is_kept_as_what_it_claims_and_no_more(
    app: Flask,
    client: HouseClient,
    basket: str,
    claim: tuple[dict[str, str], str, str],
    *,
    with_reference: bool,
) -> None:
    query, status, said = claim
    sent = to_kite(client, basket)
    words = land(client, come_back(client, sent if with_reference else None, **query))
    (kept,) = handbacks(app, basket)
    assert kept.status == status
    assert said in words
    assert "executed" not in words


def test_a_replay_is_one_claim_and_shows_the_same_page(app: Flask, client: HouseClient, basket: str) -> None:
    sent = to_kite(client, basket)
    first = come_back(client, sent, **SUCCESS)
    before = handbacks(app, basket)
    for again in (sent, None):
        assert come_back(client, again, **SUCCESS).location == first.location
    assert handbacks(app, basket) == before


def test_a_replay_without_token_and_reference_adds_nothing(app: Flask, client: HouseClient, basket: str) -> None:
    sent = to_kite(client, basket)
    come_back(client, sent, status="success")
    before = handbacks(app, basket)
    land(client, come_back(client, status="success"))
    assert handbacks(app, basket) == before


def test_success_after_a_forged_cancel_counts(app: Flask, client: HouseClient, basket: str) -> None:
    sent = to_kite(client, basket)
    land(client, come_back(client, status="cancelled"))
    words = land(client, come_back(client, sent, **SUCCESS))
    assert client.page.text("#part-1") == "Sent to Kite, outcome not known"
    assert words.index("said “success”") < words.index("said “cancelled”")
    assert len(handbacks(app, basket)) == 2


@pytest.mark.parametrize("with_reference", [True, False])
def test_a_forged_cancel_after_the_success_changes_nothing(
    client: HouseClient, basket: str, *, with_reference: bool
) -> None:
    sent = to_kite(client, basket)
    land(client, come_back(client, sent, **SUCCESS))
    come_back(client, sent if with_reference else None, status="cancelled")
    client.get(f"{basket}/result")
    assert client.page.text("#part-1") == "Sent to Kite, outcome not known"


def test_a_success_without_token_after_a_forged_one_with_it_is_told_apart(
    app: Flask, client: HouseClient, basket: str
) -> None:
    sent = to_kite(client, basket)
    come_back(client, sent, status="success", request_token="forged")
    come_back(client, sent, **SUCCESS)
    assert [kept.token_sha256 is not None for kept in handbacks(app, basket)] == [True, True]


# --- what no Kite sends -------------------------------------------------------------------------


@pytest.mark.parametrize("query", UNREADABLE)
def test_repeated_oversized_or_hostile_values_are_refused_unread(
    app: Flask, client: HouseClient, basket: str, query: str
) -> None:
    to_kite(client, basket)
    answer = client.get(f"/kite/redirect?{query}")
    assert answer.location == "/kite/returned/unreadable"
    assert "Nothing of it was kept." in land(client, answer)
    assert handbacks(app, basket) == []


@pytest.mark.parametrize("query", ["status=%ff%fe&request_token=%ff", "%00=1", "=&=&=", "status[]=success", "handoff="])
def test_bytes_that_are_no_text_do_no_harm(client: HouseClient, basket: str, query: str) -> None:
    to_kite(client, basket)
    land(client, client.get(f"/kite/redirect?{query}"))


# --- the token ----------------------------------------------------------------------------------


def test_the_token_is_nowhere_but_sealed_in_the_store(
    app: Flask, client: HouseClient, basket: str, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    sent = to_kite(client, basket)
    answer = come_back(client, sent, **SUCCESS)
    land(client, answer)
    (kept,) = handbacks(app, basket)
    assert kept.token_sealed is not None
    assert world(app).sealer.unseal(kept.token_sealed, f"handback:{kept.id}") == TOKEN
    assert TOKEN not in repr(rows(app))
    assert TOKEN not in capsys.readouterr().err + caplog.text + str(answer.headers) + repr(kept.status_text)


@pytest.mark.parametrize("changes", [{"kite_api_secret": ""}, {"read_orders": "never"}])
def test_where_nothing_is_read_no_token_is_kept_at_all(client_for: ClientFor, changes: dict[str, Any]) -> None:
    client = client_for(**changes)
    app: Any = client.application
    basket = save(client, INFY)
    land(client, come_back(client, to_kite(client, basket), **SUCCESS))
    (kept,) = handbacks(app, basket)
    assert kept.token_sealed is None
    assert TOKEN not in repr(rows(app))


@pytest.mark.parametrize("query", [*UNREADABLE[:3], "handoff=never-given"])
def test_a_refused_token_is_kept_nowhere(
    app: Flask, client: HouseClient, basket: str, capsys: pytest.CaptureFixture[str], query: str
) -> None:
    to_kite(client, basket)
    land(client, client.get(f"/kite/redirect?{query}&more={TOKEN}"))
    assert TOKEN not in repr(rows(app)) + capsys.readouterr().err

"""A firm's baskets in a browser: put on the shelf as written, then shared and decided as people do it."""

from __future__ import annotations

from typing import Any

from flask import Flask

from tests.client import HouseClient
from tests.desk import baskets_to_share as making
from tests.web.steps import world
from tokri.core.desk.advice import DeskBasket, Proposal, SharedVersion
from tokri.core.desk.firm import Firm
from tokri.desk.by import By


def written(app: Flask, content: Proposal | None = None, basket_id: str = "basket", by: str = "meera") -> DeskBasket:
    """A basket as somebody saved it."""
    return making.a_basket(world(app), content, basket_id, By(by, "this machine"))


def rewritten(app: Flask, content: Proposal, basket_id: str = "basket", by: str = "meera") -> DeskBasket:
    return making.rewrite(world(app), content, basket_id, By(by, "this machine"))


def firm(app: Flask, **changes: Any) -> Firm:
    return making.the_firm(world(app), **changes)


def client_of_firm(app: Flask, code: str, **details: Any) -> None:
    making.a_client(world(app), code, **details)


def versions(app: Flask, basket_id: str = "basket") -> list[SharedVersion]:
    with world(app).store.reading() as view:
        return list(view.desk_baskets.versions(basket_id))


def kinds(app: Flask) -> list[str]:
    """What the record tells, in order."""
    return making.kinds(world(app))


def share(client: HouseClient, basket_id: str = "basket", **fields: str) -> str:
    """Open the page before sharing, tick every warning, share; answers the address of the version."""
    assert client.get(f"/desk/baskets/{basket_id}/share").status_code == 200
    form = client.page.form("#share")
    ticks = {name: "yes" for name in form.offered if name.startswith("accept-")}
    answer = client.submit("#share", fields={**ticks, **fields})
    assert answer.status_code == 303, client.page.text("main")
    return answer.location

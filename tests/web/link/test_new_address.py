"""A new address after one that was closed: what left from the old one is told, and asked about before it goes again."""

from __future__ import annotations

from dataclasses import replace

from tests.client import HouseClient
from tests.link import making
from tests.link.making import PROPOSAL, a_client, a_link, a_version
from tests.web.link.test_page import YES, to_kite
from tokri.core.ports import Outside


def test_what_left_from_the_old_address_wants_a_tick_at_the_new(client: HouseClient, outside: Outside) -> None:
    sunita = a_client(outside)
    old = a_link(outside, sunita, a_version(outside, sunita))
    to_kite(client, old)
    making.revoked(outside, old.link)
    new = a_link(outside, sunita, a_version(outside, sunita, proposal=replace(PROPOSAL, why="Written anew.")))
    client.get(new.address)
    assert "what was placed would be placed twice" in client.page.text("#send")
    assert client.submit("#send", fields=YES).status_code == 422
    assert client.submit("#send", fields={**YES, "again": "yes"}).status_code == 303

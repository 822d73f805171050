"""Whatever is chosen from a list is in Hindi on a Hindi page; what somebody typed stays as they typed it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.client import HouseClient
from tests.link.making import FIRM, PROPOSAL, a_client, a_firm, a_link, a_version
from tests.page import text_of
from tests.web.link.latin import latin
from tokri.core.desk.advice import LegAdvice, MayChange
from tokri.core.desk.firm import FirmKind
from tokri.core.desk.suitability import RiskClass
from tokri.core.ports import Outside

SAID = LegAdvice(
    why="Cheap.",
    advised_price="3100",
    advised_at="2026-02-11 10:00",
    entry_from="3000",
    entry_to="3200",
    stop_loss="2900",
    target="3500",
    horizon="12 months",
)


@pytest.mark.parametrize("risk", RiskClass)
def test_a_class_of_risk(client: HouseClient, outside: Outside, risk: RiskClass) -> None:
    sunita = a_client(outside, risk_class=risk.value)
    made = a_link(
        outside, sunita, a_version(outside, sunita, proposal=replace(PROPOSAL, risk_class=risk.value)), language="hi"
    )
    client.get(made.address)
    assert latin(client.page) == []


@pytest.mark.parametrize("kind", FirmKind)
def test_what_the_firm_is_registered_as(client: HouseClient, outside: Outside, kind: FirmKind) -> None:
    a_firm(outside, replace(FIRM, kind=kind))
    client.get(a_link(outside, a_client(outside), language="hi").address)
    assert latin(client.page) == []


@pytest.mark.parametrize("may", MayChange)
@pytest.mark.parametrize(
    "order",
    [
        {"order_type": "SL", "trigger_price": "3100", "price": "3100"},
        {"order_type": "SL-M", "trigger_price": "3100", "price": ""},
        {"validity": "IOC"},
        {"product": "MIS"},
        {"product": "MTF"},
        {"variety": "amo"},
        {"disclosed_quantity": "2"},
        {"transaction_type": "SELL"},
    ],
)
def test_the_terms_of_an_order(client: HouseClient, outside: Outside, order: dict[str, str], may: MayChange) -> None:
    sunita = a_client(outside)
    draft = replace(PROPOSAL.draft, orders=(replace(PROPOSAL.draft.orders[1], **order),))
    proposal = replace(PROPOSAL, draft=draft, legs=(SAID,), may_change=may.value)
    client.get(a_link(outside, sunita, a_version(outside, sunita, proposal=proposal), language="hi").address)
    assert latin(client.page) == []


def test_a_horizon_stays_as_the_adviser_typed_it(client: HouseClient, outside: Outside) -> None:
    sunita = a_client(outside)
    proposal = replace(PROPOSAL, legs=(SAID, SAID))
    client.get(a_link(outside, sunita, a_version(outside, sunita, proposal=proposal), language="hi").address)
    assert {text_of(each) for each in client.page.all("main dd bdi")} >= {"12 months", "Cheap."}

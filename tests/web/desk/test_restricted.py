"""The restricted list on its page: who may change it, and what is wrong is told by its field."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.client import HouseClient
from tests.web.desk.conftest import DeskFor
from tests.web.desk.sharing_steps import kinds
from tokri.core.desk.roles import Role

LIST = "/desk/restricted"
INFY = {"tradingsymbol": "infy", "exchange": "NSE", "until": "2026-03-31", "why": "Results are near"}


def test_a_security_is_put_on_the_list_and_lifted(app: Flask, administrator: HouseClient) -> None:
    administrator.get(LIST)
    assert "Nothing is restricted now." in administrator.page.text("main")
    assert administrator.submit("#restrict", fields=INFY).status_code == 303
    administrator.get(LIST)
    row = administrator.page.text("#holding tbody tr")
    assert row.startswith("INFY on NSE 31 Mar 2026 Results are near")
    assert administrator.submit("#holding form").status_code == 303
    administrator.get(LIST)
    assert "Lifted 11 Feb 2026" in administrator.page.text("#over")
    assert kinds(app) == ["restriction added", "restriction lifted"]


def test_lifting_twice_is_one_step(app: Flask, administrator: HouseClient) -> None:
    administrator.get(LIST)
    administrator.submit("#restrict", fields=INFY)
    administrator.get(LIST)
    assert administrator.submit("#holding form").status_code == 303
    assert administrator.submit("#holding form").status_code == 303
    assert kinds(app).count("restriction lifted") == 1


@pytest.mark.parametrize(
    ("fields", "field"),
    [({"tradingsymbol": ""}, "tradingsymbol"), ({"until": "2026-01-01"}, "until"), ({"why": " "}, "why")],
)
def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(
    app: Flask, administrator: HouseClient, fields: dict[str, str], field: str
) -> None:
    administrator.get(LIST)
    typed = {**INFY, **fields}
    assert administrator.submit("#restrict", fields=typed).status_code == 422
    assert administrator.page.all(f"#{field}-error")
    kept = dict(administrator.page.form("#restrict").fields)
    assert {name: kept[name].strip() for name in typed} == {name: text.strip() for name, text in typed.items()}
    assert kinds(app) == []


def test_a_made_up_exchange_is_told(administrator: HouseClient) -> None:
    administrator.get(LIST)
    assert administrator.submit("#restrict", fields={**INFY, "exchange": "LSE"}).status_code == 422
    assert administrator.page.all("#exchange-error")


@pytest.mark.parametrize("role", [Role.ADVISER, Role.APPROVER, Role.COMPLIANCE])
def test_all_others_read_the_list_alone(desk_for: DeskFor, role: Role) -> None:
    client = desk_for(role)
    assert client.get(LIST).status_code == 200
    assert not client.page.all("#restrict")
    assert client.post(LIST, data=INFY).status_code == 403


def test_a_restriction_outlives_the_protection_of_its_form(app: Flask, administrator: HouseClient) -> None:
    assert administrator.post(LIST, data={**INFY, "csrf_token": "old"}, csrf=False).status_code == 400
    assert dict(administrator.page.form("#restrict").fields)["tradingsymbol"] == "infy"
    assert kinds(app) == []

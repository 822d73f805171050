"""Endpoints on their pages: added by the administrator, their secret shown once; messages seen by state, sent again."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from tests.client import HouseClient
from tests.journey.fakes import FakeClock
from tests.telling import FakeWebhooks, send_all
from tests.web.desk.conftest import DeskFor
from tests.web.desk.sharing_steps import kinds
from tests.web.desk.staff import enter, hire
from tests.web.steps import world
from tokri.core.desk.roles import Role
from tokri.core.ports.telling import DeliveryFault, NotTaken

LIST = "/desk/webhooks"
NEW = "/desk/webhooks/new"
ADDRESS = "https://hooks.firm.example/tokri"


def add(client: HouseClient, address: str = ADDRESS) -> str:
    """Add an endpoint; answers the address of its page. The secret is on the page that is then shown."""
    client.get(NEW)
    assert client.submit("#add", fields={"url": address}).status_code == 200
    found = re.search(r"/desk/webhooks/[\w-]+", client.page.one("main a.button--primary").attrs["href"])
    assert found is not None
    return found[0]


def test_an_endpoint_is_added_and_its_secret_is_shown_once(app: Flask, administrator: HouseClient) -> None:
    administrator.get(LIST)
    assert "Nobody is told anything yet." in administrator.page.text("main")
    page = add(administrator)
    secret = administrator.page.text("#secret")
    assert secret.startswith("whsec_")
    for address in (LIST, page):
        administrator.get(address)
        assert "hooks.firm.example" in administrator.page.text("main")
        assert secret not in administrator.page.html
    assert kinds(app) == ["webhook endpoint added"]
    with world(app).store.reading() as unit:
        (kept,) = unit.outbox.endpoints()
        facts = unit.chain.newest(1)[0].facts
    assert secret not in kept.secret_sealed
    assert facts == {"host": "hooks.firm.example"}, "an address may hold a secret of its own"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "missing"),
        ("http://hooks.firm.example/", "https://"),
        ("https://127.0.0.1/", "internet"),
        ("https://[::1]/", "internet"),
        ("https://10.1.2.3/", "internet"),
        ("https://localhost/", "internet"),
        ("https://user:pass@hooks.firm.example/", "@"),
        ("https://hooks.firm.example/#x", "#"),
        ("https://", "server"),
        ("https://0x7f.1/", "read"),
        ("what", "https://"),
        ("https://[", "read"),
        ("https://hooks.firm.example/" + "x" * 500, "500"),
    ],
)
def test_an_address_that_may_not_be_is_told_by_its_field_and_not_lost(
    app: Flask, administrator: HouseClient, typed: str, said: str
) -> None:
    administrator.get(NEW)
    assert administrator.submit("#add", fields={"url": typed}).status_code == 422
    assert said in administrator.page.text("#url-error")
    assert dict(administrator.page.form("#add").fields)["url"] == typed
    assert kinds(app) == []


def test_the_same_address_twice_is_one_endpoint_and_there_are_five_at_most(administrator: HouseClient) -> None:
    add(administrator)
    administrator.get(NEW)
    assert administrator.submit("#add", fields={"url": ADDRESS}).status_code == 422
    for number in range(4):
        add(administrator, f"{ADDRESS}/{number}")
    administrator.get(LIST)
    assert not administrator.page.all("main a.button--primary")
    administrator.get(NEW)
    assert administrator.submit("#add", fields={"url": f"{ADDRESS}/6"}).status_code == 422
    assert "5 endpoints" in administrator.page.text("#url-error")


def test_a_test_is_sent_and_seen_delivered(app: Flask, administrator: HouseClient) -> None:
    page = add(administrator)
    administrator.get(page)
    assert "Has taken nothing yet" in administrator.page.text("main")
    assert administrator.submit("#try").location.endswith(f"{page}?done=tried")
    administrator.get(f"{page}?done=tried")
    assert "on its way" in administrator.page.text(".said")
    assert "Waiting" in administrator.page.text("#deliveries tbody")
    receiver = FakeWebhooks()
    send_all(world(app), receiver)
    assert [each.type for each in receiver.taken] == ["test"]
    administrator.get(page)
    assert "Delivered" in administrator.page.text("#deliveries tbody")
    assert "Takes what is sent" in administrator.page.text("main")


def test_what_was_given_up_is_told_why_and_sent_again_under_its_id(
    app: Flask, administrator: HouseClient, clock: FakeClock
) -> None:
    page = add(administrator)
    administrator.get(page)
    administrator.submit("#try")
    administrator.submit("#try")
    receiver = FakeWebhooks(faults=[NotTaken(DeliveryFault.ANSWERED, 500)] * 1000)
    for _ in range(60):
        send_all(world(app), receiver)
        clock.forward(hours=2)
    enter(app, administrator, hire(app, Role.ADMINISTRATOR))
    administrator.get(f"{page}?state=given-up")
    rows = administrator.page.all("#deliveries tbody tr")
    assert len(rows) == 2
    assert administrator.page.text("#deliveries tbody").count("It answered 500, and not 2xx.") == 2
    asked = {each.id for each in receiver.asked}
    receiver.faults.clear()
    assert administrator.submit("#all-again").status_code == 303
    send_all(world(app), receiver)
    assert {each.id for each in receiver.taken} == asked
    administrator.get(f"{page}?state=given-up")
    assert "There are none." in administrator.page.text("main")
    administrator.get(f"{page}?state=delivered")
    assert administrator.submit("#deliveries tr:first-child form").location.endswith("done=again")
    send_all(world(app), receiver)
    assert len(receiver.taken) == 3
    assert {each.id for each in receiver.taken} == asked
    assert kinds(app)[-2:] == ["webhook messages sent again", "webhook message sent again"]


def test_an_endpoint_that_failed_says_when_it_is_tried_next_and_nothing_of_that_where_nothing_waits(
    app: Flask, administrator: HouseClient, clock: FakeClock
) -> None:
    page = add(administrator)
    administrator.get(page)
    administrator.submit("#try")
    send_all(world(app), FakeWebhooks(faults=[NotTaken(DeliveryFault.ANSWERED, 500)]))
    administrator.get(page)
    assert re.search(r"Failed once\W*Next try at 10:3\d IST\.", administrator.page.text("main"))
    clock.forward(minutes=30)
    administrator.get(page)
    assert "Next try now." in administrator.page.text("main")
    clock.forward(days=4)
    send_all(world(app), FakeWebhooks(faults=[NotTaken(DeliveryFault.ANSWERED, 500)]))
    enter(app, administrator, hire(app, Role.ADMINISTRATOR))
    administrator.get(page)
    assert "Failed 2 times in a row" in administrator.page.text("main")
    assert "Next try" not in administrator.page.text("main")
    administrator.get(LIST)
    assert "Nothing waits for it." in administrator.page.text("#endpoints")


def test_a_new_secret_signs_beside_the_earlier_one_for_a_day(
    app: Flask, administrator: HouseClient, clock: FakeClock
) -> None:
    page = add(administrator)
    first = administrator.page.text("#secret")
    administrator.get(page)
    assert administrator.submit("#renew").status_code == 200
    second = administrator.page.text("#secret")
    assert first != second
    receiver = FakeWebhooks()
    administrator.get(page)
    assert "the earlier one" in administrator.page.text("main")
    administrator.submit("#try")
    send_all(world(app), receiver)
    assert receiver.signed_with(second)
    assert receiver.signed_with(first)
    clock.forward(hours=24)
    enter(app, administrator, hire(app, Role.ADMINISTRATOR))
    administrator.get(page)
    administrator.submit("#try")
    send_all(world(app), receiver)
    assert receiver.signed_with(second)
    assert not receiver.signed_with(first)


def test_an_endpoint_that_is_ended_is_sent_nothing_more(app: Flask, administrator: HouseClient) -> None:
    page = add(administrator)
    administrator.get(page)
    administrator.submit("#try")
    administrator.get(page)
    assert administrator.submit("#end").location.endswith("/desk/webhooks?done=ended")
    receiver = FakeWebhooks()
    send_all(world(app), receiver)
    assert receiver.asked == []
    assert administrator.get(page).status_code == 404
    for act in ("try", "secret", "end", "again", "messages/msg_none/again"):
        assert administrator.post(f"{page}/{act}").status_code == 404


@pytest.mark.parametrize("act", ["secret", "end"])
def test_the_password_is_asked_again_before_a_secret_is_made_or_an_endpoint_ended(
    app: Flask, administrator: HouseClient, client: HouseClient, act: str
) -> None:
    page = add(administrator)
    enter(app, client, hire(app, Role.ADMINISTRATOR), confirmed=False)
    assert client.get(NEW).location.endswith("/desk/confirm?back=desk_webhook_new")
    client.get(page)
    assert client.post(f"{page}/{act}").location.endswith("/desk/confirm?back=desk_webhooks")
    assert kinds(app) == ["webhook endpoint added"]


@pytest.mark.parametrize("role", [Role.ADVISER, Role.APPROVER, Role.COMPLIANCE])
def test_nobody_but_the_administrator_sees_them(desk_for: DeskFor, role: Role) -> None:
    assert desk_for(role).get(LIST).status_code == 403


def test_an_address_outlives_the_protection_of_its_form(app: Flask, administrator: HouseClient) -> None:
    assert administrator.post(NEW, data={"url": ADDRESS, "csrf_token": "old"}, csrf=False).status_code == 400
    assert dict(administrator.page.form("#add").fields)["url"] == ADDRESS
    assert kinds(app) == []


def test_a_made_up_state_lists_all(administrator: HouseClient) -> None:
    page = add(administrator)
    assert administrator.get(f"{page}?state=%00&done=<b>").status_code == 200


def test_the_firms_page_leads_there_for_whoever_may_change_it(administrator: HouseClient, adviser: HouseClient) -> None:
    for client, leads in ((administrator, True), (adviser, False)):
        client.get("/desk/firm")
        assert bool(client.page.all(f"main a[href='{LIST}']")) is leads

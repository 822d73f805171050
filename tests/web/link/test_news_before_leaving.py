"""At a link, too, what becomes known between a second yes and the page that leaves holds it back."""

from __future__ import annotations

from tests.client import HouseClient
from tests.link.making import a_client, a_link
from tests.web.link.test_page import YES, say_yes, to_kite
from tests.web.steps import come_back
from tokri.core.ports import Outside


def test_the_page_that_would_leave_says_what_came_and_asks_afresh(client: HouseClient, outside: Outside) -> None:
    made = a_link(outside, a_client(outside))
    sent = to_kite(client, made)
    again = say_yes(client, made, again="yes")
    come_back(client, sent, status="success")
    assert client.get(again).status_code == 409
    assert "There is news of what was handed to Kite before" in client.page.text("main")
    assert "Sent to Kite, outcome not known" in client.page.text("#sent-before")
    told = "What left on 11 Feb 2026, 10:30 IST was finished on Kite’s page, as Kite told us."
    assert client.page.text("label[for=again]").endswith(f"would be placed twice. {told}")
    assert not client.page.all("#basket-form")
    assert client.submit("#send", fields=YES).status_code == 422
    answer = client.submit("#send", fields={**YES, "again": "yes"})
    assert answer.status_code == 303
    assert client.get(answer.location).status_code == 200
    assert client.page.all("#basket-form")

"""What a client says besides yes, as pages with scripts off: no, a question, and elsewhere."""

from __future__ import annotations

from tests.client import HouseClient
from tests.link.making import a_link
from tokri.core.link.link import AnswerKind
from tokri.core.ports import Outside


def test_a_no_with_its_reason_and_back(client: HouseClient, outside: Outside) -> None:
    made = a_link(outside)
    client.get(f"{made.address}/decline")
    assert client.submit("#decline", fields={"reason": "I have enough of them."}).location == made.address
    client.get(made.address)
    assert client.page.text("h1") == "You said no to this advice"
    client.get(f"{made.address}/decline")
    client.submit("#back", button=("back", "yes"))
    client.get(made.address)
    assert client.page.text("h1") == "Check these orders"


def test_a_question_is_kept_and_says_whom_to_call(client: HouseClient, outside: Outside) -> None:
    made = a_link(outside)
    client.get(f"{made.address}/question")
    assert client.submit("#question-form", fields={"question": " "}).status_code == 422
    client.submit("#question-form", fields={"question": "Why not less?"})
    client.get(f"{made.address}/question")
    assert "Why not less?" in client.page.text("main")
    assert "call +91 22 5550 0100 if it is urgent" in client.page.text("main")


def test_elsewhere_is_a_ticket_and_then_their_word_for_each_order(client: HouseClient, outside: Outside) -> None:
    made = a_link(outside)
    client.get(f"{made.address}/elsewhere")
    assert "BUY 10 shares of INFY on NSE" in client.page.text("#ticket")
    client.submit("#go", button=("act", "go"))
    client.get(f"{made.address}/elsewhere")
    assert client.submit("#word", button=("act", "said")).status_code == 422
    word = {"placed-0": "yes", "quantity-0": "10", "price-0": "1,501.20", "placed-1": "no"}
    assert client.submit("#word", button=("act", "said"), fields=word).status_code == 303
    with outside.store.reading() as view:
        said = view.links.answers([made.link.id])[-1]
    assert said.kind is AnswerKind.PLACED_ELSEWHERE
    assert said.details == {"orders": [{"order": 0, "quantity": 10, "price": "1501.2"}, {"order": 1, "quantity": 0}]}


def test_a_ticket_is_in_english_whatever_the_page_speaks(client: HouseClient, outside: Outside) -> None:
    made = a_link(outside, language="hi")
    client.get(f"{made.address}/elsewhere")
    ticket = client.page.text("#ticket")
    assert "BUY 10 shares of INFY on NSE" in ticket
    assert {letter for letter in ticket if not letter.isascii()} <= {"₹"}
    assert "Place these orders elsewhere" not in client.page.text("main")

"""Everything that the stand-in can make happen, and what the result says then: no more than the evidence does."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NewPage
from tests.browser.kite import StandIn
from tests.browser.serving import Serving
from tests.browser.way import Way

#: Words that need a filled order in the book before they may stand on a page.
CLAIMS = re.compile(r"\b(executed|filled|placed|bought|sold)\b", re.IGNORECASE)

#: Sentences of ours that hold such a word and claim nothing: questions, buttons, and what is not known.
CLAIM_NOTHING = (
    "It does not say what was filled.",
    "It does not prove that nothing was placed.",
    "I placed all of them",
    "I placed some of them",
    "I placed none",
    "Say which of them you placed",
    "a tradebook only what was filled",
)

#: What Kite reported, which the page calls a report and nothing more.
REPORTED = re.compile(r"Reported by Kite, not seen in the book, .* IST\s+By that report(: Rejected,)? \d+ filled\.")


def claims_of(way: Way) -> list[str]:
    """What the page says was done, and by which words."""
    text = way.text
    for sentence in CLAIM_NOTHING:
        text = text.replace(sentence, "")
    text = REPORTED.sub("", text)
    return CLAIMS.findall(text)


def the_basket_is_whole(way: Way, basket_id: str) -> None:
    """Its four orders still stand there, and can be reviewed."""
    way.open(f"/baskets/{basket_id}/review")
    rows = way.page.locator("#orders-table tbody th").all_inner_texts()
    assert [row.split()[1] for row in rows] == ["INFY", "M&M", "ITC", "RELIANCE"]


def lines(way: Way) -> list[str]:
    """What the result says of each order, one line each."""
    rows = way.page.locator("main table tbody tr:visible")
    return [" ".join(row.inner_text().split()) for row in rows.all()]


@pytest.mark.parametrize(
    ("scenario", "said"),
    [
        ("all-fill", ["Filled", "Filled", "Filled", "Filled"]),
        ("one-rejected", ["Filled", "Filled", "Filled", r"Rejected Kite: Insufficient funds"]),
        ("part-filled", [r"10 [A-Z]+ .* 5 5 still open .*Partly filled, the rest open", "Filled", "Filled", "Filled"]),
        ("left-open", ["Open", "Open", "Open", "Open"]),
        ("queued", ["Queued for 12 Feb 2026"] * 4),
        ("market", ["Filled", "Open", "Filled", "Filled"]),
    ],
)
def test_each_order_is_told_as_the_order_book_has_it(way: Way, scenario: str, said: list[str]) -> None:
    way.kite.choose(scenario)
    basket_id = way.example_at_kite()
    way.place()
    assert claims_of(way) == []
    way.read()
    way.confirm()
    expect(way.page.locator("h2", has_text=re.compile("by Kite’s order book|Queued for")).first).to_be_visible()
    told = lines(way)
    assert len(told) == len(said)
    for line, words in zip(told, said, strict=True):
        assert re.search(words, line), (line, words)
        assert ("Filled" in line.split("Order")[0]) == (words == "Filled") or "partly" in words, line
    the_basket_is_whole(way, basket_id)


@pytest.mark.parametrize("scenario", ["cancelled-with-token", "cancelled-without-token"])
def test_a_cancel_is_told_as_kites_word_and_not_as_proof(way: Way, scenario: str) -> None:
    way.kite.choose(scenario)
    basket_id = way.example_at_kite()
    way.place()
    expect(way.heading("Cancelled on Kite’s page", level=2)).to_be_visible()
    expect(way.page.get_by_text("It does not prove that nothing was placed.")).to_be_visible()
    assert claims_of(way) == []
    expect(way.page.get_by_role("link", name="Check the orders and try again")).to_be_visible()
    the_basket_is_whole(way, basket_id)


def test_cancel_on_kites_own_page_comes_back_as_cancelled(way: Way) -> None:
    way.example_at_kite()
    way.press("Cancel")
    expect(way.heading("Cancelled on Kite’s page", level=2)).to_be_visible()
    assert "Left for Kite on" in way.text


def test_a_return_without_our_reference_finds_its_basket_by_the_cookie(way: Way) -> None:
    way.kite.choose("echo-dropped")
    basket_id = way.example_at_kite()
    way.place()
    assert way.page.url.startswith(f"{way.server.url}/baskets/{basket_id}/result#handoff-")
    expect(way.heading("3 reported by Kite, 1 not known", level=2)).to_be_visible()


@pytest.mark.parametrize(
    ("scenario", "at_kite"),
    [("window-closed", "The window was closed"), ("finish-fails", "Something went wrong")],
)
def test_when_kite_does_not_lead_back_and_reports_nothing_the_person_is_asked(
    way: Way, forgiven: list[str], scenario: str, at_kite: str
) -> None:
    forgiven.append("Failed to load resource: the server responded with a status of 500")
    way.kite.choose(scenario)
    way.kite.report_nothing()
    basket_id = way.example_at_kite()
    way.place()
    expect(way.heading(at_kite)).to_be_visible()
    way.open(f"/baskets/{basket_id}/result")
    expect(way.heading("Not back from Kite yet", level=2)).to_be_visible()
    expect(way.heading("What did you do on Kite?", level=3)).to_be_visible()
    assert claims_of(way) == []
    way.press("I placed some of them")
    expect(way.heading("Partly placed, by your word", level=2)).to_be_visible()
    by_whose_word = re.compile("^Your own word, .* IST$")
    expect(way.page.locator("span.detail", has_text=by_whose_word)).to_be_visible()
    expect(way.page.locator("caption[id^=seen-]")).to_have_text(by_whose_word)
    the_basket_is_whole(way, basket_id)


def test_a_login_that_is_ended_leads_to_try_again(way: Way, forgiven: list[str]) -> None:
    forgiven.append("Failed to load resource: the server responded with a status of 403")
    way.kite.choose("killed-at-login")
    basket_id = way.example()
    way.leave()
    way.page.get_by_label("User ID").fill("DM0001")
    way.page.get_by_label("Password").fill("asha-demo")
    way.press("Log in")
    expect(way.heading("Login stopped")).to_be_visible()
    way.open(f"/baskets/{basket_id}/result")
    way.press("I could not log in")
    expect(way.heading("No login at Kite, by your word", level=2)).to_be_visible()
    expect(way.page.get_by_role("link", name="Check the orders and try again")).to_be_visible()
    assert claims_of(way) == []
    the_basket_is_whole(way, basket_id)


def test_a_client_who_is_not_enabled_is_answered_by_kite_and_says_so_here(way: Way, forgiven: list[str]) -> None:
    # Kite's answer is JSON, which names no icon; the browser looks for one by itself.
    forgiven += ["Failed to load resource: the server responded with a status of 400", "/favicon.ico"]
    basket_id = way.example_at_kite("DM0004")
    expect(way.page.get_by_text("The user is not enabled for the app.")).to_be_visible()
    way.open(f"/baskets/{basket_id}/result")
    way.press("Kite said: not enabled for the app")
    expect(way.heading("Not enabled for the app at Kite, by your word", level=2)).to_be_visible()
    assert claims_of(way) == []
    the_basket_is_whole(way, basket_id)


@pytest.mark.parametrize(
    ("scenario", "settings", "said"),
    [
        ("token-expired", {}, "Kite did not take the token"),
        ("api-500", {"calls": "token"}, "Kite refused to let the orders be read"),
        ("api-slow", {"calls": "token", "delay": 0.3}, None),
        ("api-html", {"calls": "token"}, "Kite’s answer was lost on the way"),
        ("api-truncated", {"calls": "token"}, "Kite’s answer was lost on the way"),
        ("api-429", {"calls": "token"}, "Kite was too busy to answer"),
        ("api-dropped", {"calls": "token"}, "Kite’s answer was lost on the way"),
    ],
)
def test_whatever_kites_api_answers_the_page_says_what_is_known(
    way: Way, scenario: str, settings: dict[str, object], said: str | None
) -> None:
    way.kite.choose(scenario, **settings)
    basket_id = way.example_at_kite()
    way.place()
    way.read()
    if said is None:
        expect(way.page.get_by_text("Kite says you are DM0001. Is this you?")).to_be_visible()
    else:
        expect(way.page.get_by_text(said)).to_be_visible()
        expect(way.page.get_by_text("ook at your orders in Kite").first).to_be_visible()
        expect(way.heading("3 reported by Kite, 1 not known", level=2)).to_be_visible()
    assert claims_of(way) == []
    assert len(way.kite.log("/session/token")) == 1
    the_basket_is_whole(way, basket_id)


def test_an_order_book_that_answers_at_the_second_try_is_read_all_the_same(way: Way) -> None:
    way.kite.choose("api-html", calls="orders", times=1)
    way.example_at_kite()
    way.place()
    way.read()
    way.confirm()
    expect(way.page.locator("h2", has_text="by Kite’s order book").first).to_be_visible()


def test_someone_else_who_was_signed_in_at_kite_is_not_taken_for_the_person(way: Way) -> None:
    basket_id = way.example_at_kite("DM0003")
    way.place()
    way.read()
    expect(way.page.get_by_text("Kite says you are DM0003. Is this you?")).to_be_visible()
    way.press("No, that is not me")
    expect(way.page.get_by_text("You said that the Kite account DM0003 is not yours")).to_be_visible()
    assert all(re.search("Reported by Kite, not seen in the book|Not known$", line) for line in lines(way))
    way.until(lambda: not way.page.locator("[data-watch]").count())
    the_basket_is_whole(way, basket_id)


def test_a_session_that_was_kept_says_until_when_is_looked_at_again_and_ended_by_a_button(way: Way) -> None:
    way.example_at_kite()
    way.place()
    way.page.get_by_label("Again until 6 AM tomorrow").check()
    way.read()
    way.confirm()
    expect(way.page.get_by_text(re.compile("kept until 12 Feb 2026, 06:00 IST"))).to_be_visible()
    way.kite.choose("api-html", calls="orders", times=2)  # asked a third time, and answered, some seconds later
    way.press("Read the order book again")
    expect(way.page.get_by_text("Checking with Kite")).to_be_visible()
    way.settle()
    expect(way.page.get_by_role("button", name="Read the order book again")).to_be_visible()
    way.press("End the session now")
    way.until(lambda: "The session with Kite was ended on" in way.text)


def test_the_stand_in_that_checks_the_referer_takes_the_basket(way: Way) -> None:
    way.kite.choose("referer-checked")
    way.example_at_kite()
    expect(way.heading("Basket of 4 orders")).to_be_visible()
    [posted] = way.kite.baskets
    assert posted["referer"] == f"{way.server.url}/"


def test_the_page_that_waits_for_kite_shows_the_news_by_itself(way: Way) -> None:
    way.example_at_kite()
    way.place()
    navigations: list[str] = []
    way.page.on("framenavigated", lambda frame: navigations.append(frame.url))
    way.say_yes_to_reading()
    expect(way.page.get_by_text("Kite says you are DM0001. Is this you?")).to_be_visible(timeout=20_000)
    assert len(navigations) == 1


def test_the_address_of_the_result_holds_no_token_and_history_neither(
    new_page: NewPage, server: Serving, kite: StandIn, forgiven: list[str]
) -> None:
    forgiven.append("Failed to load resource: the server responded with a status of 410")
    way = Way(new_page(), server, kite)
    requested: list[str] = []
    way.page.on("request", lambda request: requested.append(f"{request.url} {request.headers.get('referer', '')}"))
    way.example_at_kite()
    way.place()
    expect(way.heading("3 reported by Kite, 1 not known", level=2)).to_be_visible()
    [back] = [each for each in requested if "/kite/redirect" in each]
    token = re.search("request_token=([A-Za-z0-9]+)", back)[1]
    after = requested[requested.index(back) + 1 :]
    assert token not in " ".join(after)
    assert token not in way.page.content()
    assert token not in server.log
    way.back()
    assert token not in way.page.url


#: The cells of figures in which some line does not end where its cell does, to within a space's width.
_NOT_AT_THE_END = """() => [...document.querySelectorAll("td.number")].flatMap((cell) => {
  if (!cell.checkVisibility()) return [];
  const end = cell.getBoundingClientRect().right - parseFloat(getComputedStyle(cell).paddingRight);
  const found = [];
  const texts = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    if (!texts.currentNode.data.trim()) continue;
    const range = document.createRange();
    range.selectNodeContents(texts.currentNode);
    for (const line of range.getClientRects()) {
      if (line.width > 1 && Math.abs(line.right - end) > 6) found.push(texts.currentNode.data);
    }
  }
  return found;
})"""


def test_what_was_changed_on_kite_stands_at_the_end_of_its_line_as_every_figure_does(way: Way) -> None:
    way.page.set_viewport_size({"width": 360, "height": 800})
    way.kite.sign_in(way.page.context, "DM0001")
    way.build(
        '[{"variety":"regular","tradingsymbol":"INFY","exchange":"NSE","transaction_type":"BUY",'
        '"order_type":"LIMIT","product":"CNC","quantity":2,"price":1600}]'
    )
    way.review()
    way.tick_all()
    way.leave()
    way.page.locator("#quantity-0").fill("3")
    way.page.locator("#price-0").fill("1601.50")
    way.place()
    way.read()
    way.confirm()
    expect(way.page.get_by_text("3 in the book: changed on Kite")).to_be_visible()
    expect(way.page.get_by_text("LIMIT ₹1,601.50 in the book: changed on Kite")).to_be_visible()
    assert way.page.evaluate(_NOT_AT_THE_END) == []

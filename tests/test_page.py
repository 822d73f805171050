"""Each house rule is seen to catch what it is for, and to let a good page be."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask, Response

from tests import house_rules
from tests.client import HouseClient
from tests.page import Page
from tests.web.site import KITE, make_site

GOOD = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Build a basket – Tokri</title><link rel="stylesheet" href="/static/all.css">
<script type="module" src="/static/grid.mjs"></script></head>
<body><a href="#main">Skip to content</a>
<main id="main"><h1>Build a <em>basket</em></h1>
<p>It’s “ready” – 4 orders, BAJAJ-AUTO too. <code>"a" - 'b'</code> <a href="/">Home</a> <a href="?page=2">Next</a></p>
<a href="https://kite.zerodha.com/orders">Kite</a>
<form id="rows" method="post" action="/baskets"><input type="hidden" name="csrf_token" value="t">
<label for="q">Quantity</label><input id="q" name="q" aria-describedby="q-hint"><p id="q-hint">Whole units</p>
<label>Keep <input type="checkbox" name="keep"></label>
<select name="side" aria-label="Side"><option value="BUY">Buy<option value="SELL">Sell</select>
<button name="action" value="save">Save</button></form>
<form method="post" action="https://kite.zerodha.com/connect/basket"><input type="hidden" name="data" value="[]">
<button>Continue to Kite</button></form>
<form method="get" action="/find"><input type="search" name="q" aria-label="Find"><button>Find</button></form>
<svg aria-hidden="true"><use href="/static/icons.svg#buy"></use></svg><img src="/static/mark.svg" alt="">
<table><caption>Orders</caption><tr><th scope="col">Symbol</th></tr><tr><td>INFY</td></tr></table>
</main></body></html>"""


def test_a_good_page_breaks_no_rule() -> None:
    assert house_rules.faults_of_page(Page(GOOD)) == []


BAD = [
    (house_rules.it_is_strict_html, "</main>", "</div></main>", "The HTML is wrong at line"),
    (house_rules.it_has_one_heading_and_its_title_starts_with_it, "</h1>", "</h1><h1>Two</h1>", "this one has 2"),
    (
        house_rules.it_has_one_heading_and_its_title_starts_with_it,
        "<title>Build",
        "<title>Make",
        "starts with the heading",
    ),
    (house_rules.it_has_one_heading_and_its_title_starts_with_it, "<title>", "<title>Error: ", "nothing on the page"),
    (house_rules.it_says_its_language_and_fits_a_phone, ' lang="en"', "", "no lang"),
    (house_rules.it_says_its_language_and_fits_a_phone, "width=device-width", "width=900", "viewport"),
    (house_rules.it_starts_with_a_skip_link, 'href="#main"', 'href="/"', "skips to the content"),
    (house_rules.its_ids_are_unique, 'id="q-hint"', 'id="q"', "'q' is there 2 times"),
    (house_rules.its_pointers_point_at_something, 'id="q-hint"', 'id="hint"', "aria-describedby='q-hint'"),
    (house_rules.its_pointers_point_at_something, 'href="#main"', 'href="#top"', "'#top'"),
    (house_rules.its_pointers_point_at_something, 'for="q"', 'for="quantity"', "for='quantity'"),
    (house_rules.its_controls_have_labels, '<label for="q">Quantity</label>', "", "name='q'> has no label"),
    (
        house_rules.its_controls_have_labels,
        '<label for="q">Quantity</label>',
        '<label for="q"></label>',
        "has no label",
    ),
    (house_rules.its_controls_have_labels, ' aria-label="Side"', "", "name='side'> has no label"),
    (house_rules.its_forms_say_how_and_where, 'method="post" action="/baskets"', 'method="post"', "action=''"),
    (house_rules.its_forms_say_how_and_where, 'method="post" action="/baskets"', 'action="/baskets"', "method=''"),
    (house_rules.its_forms_say_how_and_where, 'name="csrf_token"', 'name="token"', "0 csrf_token fields"),
    (house_rules.its_forms_say_how_and_where, 'name="data"', 'name="csrf_token"', "give our csrf_token away"),
    (house_rules.it_has_nothing_inline, "<h1>", '<h1 style="color:red">', "style attribute"),
    (house_rules.it_has_nothing_inline, "<h1>", '<h1 onclick="go()">', "onclick"),
    (house_rules.it_has_nothing_inline, "</head>", "<style>p{}</style></head>", "style element"),
    (house_rules.it_has_nothing_inline, "</body>", "<script>go()</script></body>", "inline script"),
    (
        house_rules.it_leads_only_where_we_know,
        'src="/static/grid.mjs"',
        'src="https://cdn.test/x.js"',
        "which is not ours",
    ),
    (house_rules.it_leads_only_where_we_know, 'src="/static/grid.mjs"', 'src="//cdn.test/x.js"', "which is not ours"),
    (house_rules.it_leads_only_where_we_know, 'href="/static/all.css"', 'href="data:text/css,p"', "which is not ours"),
    (
        house_rules.it_leads_only_where_we_know,
        "https://kite.zerodha.com/orders",
        "https://kite.zerodha.com.evil.test",
        "leads",
    ),
    (house_rules.it_leads_only_where_we_know, "https://kite.zerodha.com/orders", "javascript:go()", "neither ours nor"),
    (house_rules.it_leads_only_where_we_know, "https://kite.zerodha.com/orders", "/\\evil.test", "neither ours nor"),
    (
        house_rules.it_leads_only_where_we_know,
        "https://kite.zerodha.com/connect",
        "https://evil.test/connect",
        "sends to",
    ),
    (house_rules.its_buttons_and_pictures_have_words, "<button>Find</button>", "<button></button>", "has no words"),
    (house_rules.its_buttons_and_pictures_have_words, '<a href="/">Home</a>', '<a href="/"></a>', "has no words"),
    (house_rules.its_buttons_and_pictures_have_words, ' alt=""', "", "has no alt"),
    (house_rules.its_tables_say_what_they_are, "<caption>Orders</caption>", "", "no caption"),
    (house_rules.its_tables_say_what_they_are, ' scope="col"', "", "no scope"),
    (house_rules.its_tables_say_what_they_are, '<th scope="col">Symbol</th>', "<td>Symbol</td>", "has no th"),
    (house_rules.its_type_is_well_set, "It’s", "It's", "straight quotation mark"),
    (house_rules.its_type_is_well_set, "“ready”", '"ready"', "straight quotation mark"),
    (house_rules.its_type_is_well_set, "– 4", "- 4", "hyphen stands for a dash"),
    (house_rules.its_type_is_well_set, 'aria-label="Side"', 'aria-label="Buyer\'s side"', "straight quotation mark"),
]


@pytest.mark.parametrize(("rule", "good", "bad", "sentence"), BAD)
def test_each_rule_catches_what_it_is_for(rule: house_rules.Rule, good: str, bad: str, sentence: str) -> None:
    assert good in GOOD
    (fault, *_) = rule(Page(GOOD.replace(good, bad, 1)))
    assert sentence in fault


def test_a_link_of_the_firms_own_leads_where_it_says_if_it_is_marked_and_by_https() -> None:
    kites = '<a href="https://kite.zerodha.com/orders"'
    marked = '<a rel="external noopener noreferrer" href="{}"'
    assert kites in GOOD
    rule = house_rules.it_leads_only_where_we_know
    assert list(rule(Page(GOOD.replace(kites, marked.format("https://firm.example/charter"))))) == []
    for address in ("javascript:go()", "http://firm.example", "//firm.example"):
        assert list(rule(Page(GOOD.replace(kites, marked.format(address))))) != []


def test_every_rule_was_seen_to_catch_something() -> None:
    assert {rule for rule, *_ in BAD} == set(house_rules.RULES)


def test_what_is_quoted_keeps_its_marks() -> None:
    for name in house_rules.VERBATIM - {"script", "style", "textarea"}:
        quoted = GOOD.replace("It’s", f'<{name}>Ravi\'s - "one"</{name}>')
        assert list(house_rules.its_type_is_well_set(Page(quoted))) == []


@pytest.fixture
def client() -> HouseClient:
    return a_client(make_site())


def a_client(site: Flask) -> HouseClient:
    site.test_client_class = HouseClient
    client = site.test_client(public_url="http://tokri.localhost", kite_url=KITE)
    assert isinstance(client, HouseClient)
    return client


def test_the_client_refuses_a_page_that_breaks_a_rule(client: HouseClient) -> None:
    with pytest.raises(AssertionError, match="GET /bad answered 200 and breaks the house rules"):
        client.get("/bad")


SPOILT: list[tuple[Callable[[Response], object], str]] = [
    (lambda answer: answer.headers.pop("Content-Security-Policy"), "Content-Security-Policy"),
    (
        lambda answer: answer.headers.set("Content-Security-Policy", "default-src 'none'; script-src 'unsafe-inline'"),
        "unsafe",
    ),
    (lambda answer: answer.headers.pop("X-Content-Type-Options"), "nosniff"),
    (lambda answer: answer.headers.set("Referrer-Policy", "unsafe-url"), "Referrer-Policy"),
    (lambda answer: answer.headers.pop("X-Request-ID"), "X-Request-ID"),
    (lambda answer: answer.headers.set("Cache-Control", "max-age=60"), "may be kept"),
    (lambda answer: answer.headers.set("Content-Type", "text/html"), "charset"),
    (lambda answer: answer.headers.set("Access-Control-Allow-Origin", "*"), "CORS"),
    (lambda answer: answer.set_cookie("tokri", "1", samesite="Lax"), "lacks httponly"),
    (lambda answer: answer.set_cookie("tokri", "1", httponly=True), "lacks samesite=lax"),
    (lambda answer: answer.set_cookie("__Host-tokri", "1", httponly=True, samesite="Lax"), "lacks secure"),
    (lambda answer: answer.set_cookie("tokri", "1" * 4096, httponly=True, samesite="Lax"), "longer than"),
]


@pytest.mark.filterwarnings("ignore:The 'tokri' cookie is too large")
@pytest.mark.parametrize(("spoil", "sentence"), SPOILT)
def test_the_client_refuses_an_answer_with_a_header_wrong(spoil: Callable[[Response], object], sentence: str) -> None:
    site = make_site()

    def spoil_last(answer: Response) -> Response:
        spoil(answer)
        return answer

    site.after_request_funcs[None].insert(0, spoil_last)  # what is registered first runs last
    with pytest.raises(AssertionError, match=sentence):
        a_client(site).get("/written")


@pytest.mark.parametrize("target", ["//evil.test/", "https://evil.test/", "https://kite.zerodha.com/"])
def test_the_client_refuses_a_redirect_that_leaves(target: str) -> None:
    site = make_site()

    def away() -> Response:
        answer = Response(status=303)
        answer.autocorrect_location_header = False
        answer.headers["Location"] = target
        return answer

    site.add_url_rule("/away", view_func=away)
    with pytest.raises(AssertionError, match="no path of ours"):
        a_client(site).get("/away")


def test_the_client_sends_the_token_of_the_page_it_saw(client: HouseClient) -> None:
    client.get("/")
    answer = client.post("/note", data={"text": "to be kept"}, follow_redirects=True)
    assert answer.status_code == 200
    assert client.page.h1 == "Your note is kept"


def test_the_client_sends_no_token_that_it_never_saw(client: HouseClient) -> None:
    with pytest.raises(AssertionError, match="Fetch a page with a form first"):
        client.post("/note", data={"text": "to be kept"})


def test_the_client_fills_in_a_form_as_a_browser_does(client: HouseClient) -> None:
    client.get("/")
    form = client.page.form()
    token = client.page.csrf_token
    assert form.fields == (("csrf_token", token), ("text", "as it was"))
    assert form.filled({"keep": "on"}, ("action", "save")) == {
        "csrf_token": token,
        "text": "as it was",
        "keep": "on",
        "action": "save",
    }
    assert client.submit(button=("action", "save")).status_code == 303


def test_the_client_types_in_no_field_and_presses_no_button_that_is_not_there(client: HouseClient) -> None:
    client.get("/")
    with pytest.raises(AssertionError, match="no field colour"):
        client.submit(fields={"colour": "red"})
    with pytest.raises(AssertionError, match="no button"):
        client.submit(button=("action", "delete"))


def test_a_form_left_empty_is_an_answer_to_look_at(client: HouseClient) -> None:
    client.get("/")
    assert client.submit(fields={"text": ""}).status_code == 422
    assert client.page.h1 == "Nothing"


SELECTORS = ["a", "*", "[id]", "a[href]", "input, select, textarea", "[for]", "html[lang]", "[href^='#']", "[href^='']"]
SELECTORS += [
    "input[name=csrf_token]",
    "meta[name=viewport]",
    "form[method='post']",
    "[translate=no]",
    "script",
    "[id=rows]",
    "#main",
    "main a, form#f",
    "body a",
    "main form input",
    "form main",
    "#rows [name]",
    ".note",
    "p.wide",
    ".not",
    "main .note, #q",
    "form main form",
    "main > *",
]


@pytest.mark.parametrize("selector", SELECTORS)
def test_the_short_way_to_an_element_finds_what_the_parser_finds(selector: str) -> None:
    page = Page(GOOD.replace("<p>It", '<template><p class="note">It</p></template><p class="note wide">It'))
    assert page.all(selector) == list(page.document.query(selector))

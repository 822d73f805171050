"""House rules: what every page that any test fetches must obey, each broken one told as a sentence.

The house client of tests/conftest.py runs `faults_of_answer` on every answer; the browser tests run `faults_of_page`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final
from urllib.parse import urlsplit

from justhtml import Element
from werkzeug.test import TestResponse

from tests.page import KNOWN_SITES, Page, ancestors, attribute, text_of, within

#: Text in these is quoted as it is: code, Kite's own words, what a person typed.
VERBATIM: Final = frozenset({"code", "pre", "samp", "kbd", "q", "bdi", "textarea", "script", "style"})

#: How the title of a page begins on which something is wrong, in each language.
ERRORS: Final = ("Error: ", "गलती: ")

_LABELLED_BY_THEMSELVES: Final = frozenset({"hidden", "submit", "button", "reset", "image"})
_POINTERS: Final = ("aria-describedby", "aria-labelledby", "aria-controls", "for", "form", "list", "popovertarget")


#: Links that stay here, or open the mail or the telephone.
_OURS: Final = r"/(?![/\\])|[#?]|mailto:|tel:"

Rule = Callable[[Page], Iterator[str]]


def it_is_strict_html(page: Page) -> Iterator[str]:
    for error in page.document.errors:
        yield f"The HTML is wrong at line {error.line}, column {error.column}: {error.code}."


def it_has_one_heading_and_its_title_starts_with_it(page: Page) -> Iterator[str]:
    headings = page.all("h1")
    if len(headings) != 1:
        yield f"A page has one h1; this one has {len(headings)}."
        return
    title = " ".join(text_of(each) for each in page.all("head title"))
    heading = text_of(headings[0])
    error = next((each for each in ERRORS if title.startswith(each)), "")
    if error and not page.all('[aria-invalid="true"], [role="alert"]'):
        yield "The title says Error, but nothing on the page is marked as one."
    if not heading or not title.removeprefix(error).startswith(heading):
        yield f"The title is {title!r}; it starts with the heading, {heading!r}."


def it_says_its_language_and_fits_a_phone(page: Page) -> Iterator[str]:
    if not page.all("html[lang]"):
        yield "The html element says no lang."
    if not any("width=device-width" in attribute(each, "content") for each in page.all("meta[name=viewport]")):
        yield "There is no meta viewport with width=device-width."


def it_starts_with_a_skip_link(page: Page) -> Iterator[str]:
    links = page.all("body a")
    if not links or not re.match("#.", attribute(links[0], "href")):
        yield "The first link of the page is not one that skips to the content."


def its_ids_are_unique(page: Page) -> Iterator[str]:
    for name, times in Counter(attribute(each, "id") for each in page.all("[id]")).items():
        if times > 1:
            yield f"The id {name!r} is there {times} times."


def its_pointers_point_at_something(page: Page) -> Iterator[str]:
    ids = {attribute(each, "id") for each in page.all("[id]")}
    for name in _POINTERS:
        for each in page.all(f"[{name}]"):
            for target in attribute(each, name).split():
                if target not in ids:
                    yield f"{_tag(each)} has {name}={target!r}, and no element has that id."
    for each in page.all("[href^='#']"):
        if each.name != "use" and attribute(each, "href")[1:] not in ids:
            yield f"A link goes to {attribute(each, 'href')!r}, and no element has that id."


def its_controls_have_labels(page: Page) -> Iterator[str]:
    pointed = {attribute(each, "for") for each in page.all("label[for]") if text_of(each)}
    for each in page.all("input, select, textarea"):
        if each.name == "input" and attribute(each, "type").lower() in _LABELLED_BY_THEMSELVES:
            continue
        wrapped = any(parent.name == "label" and text_of(parent) for parent in ancestors(each))
        named = attribute(each, "aria-label") or attribute(each, "aria-labelledby")
        if not (wrapped or named or (attribute(each, "id") in pointed)):
            yield f"{_tag(each)} has no label."


def its_forms_say_how_and_where(page: Page) -> Iterator[str]:
    for each in page.all("form"):
        method, action = attribute(each, "method").lower(), attribute(each, "action")
        if method not in {"get", "post"} or not action:
            yield f"{_tag(each)} says method={method!r} and action={action!r}; it says both."
        tokens = [inner for inner in within(each) if attribute(inner, "name") == "csrf_token"]
        ours = not urlsplit(action).netloc
        if method == "post" and ours and len(tokens) != 1:
            yield f"{_tag(each)} changes something here and has {len(tokens)} csrf_token fields, not one."
        if tokens and not (method == "post" and ours):
            yield f"{_tag(each)} would give our csrf_token away."


def it_has_nothing_inline(page: Page) -> Iterator[str]:
    for each in page.all("*"):
        for name in each.attrs or {}:
            if name.startswith("on"):
                yield f"{_tag(each)} has the inline handler {name}, which the policy blocks."
            elif name == "style":
                yield f"{_tag(each)} has a style attribute, which the policy blocks."
    if page.all("style"):
        yield "There is a style element, which the policy blocks."
    for each in page.all("script"):
        if not attribute(each, "src") or text_of(each):
            yield "There is an inline script, which the policy blocks."


def it_leads_only_where_we_know(page: Page) -> Iterator[str]:
    sites = (*KNOWN_SITES, page.kite_url)
    for each in page.all("[src], link[href], use[href], img[srcset]"):
        for name in ("src", "href", "srcset"):
            address = attribute(each, name)
            if address and not re.match(r"/(?!/)|#", address):
                yield f"{_tag(each)} loads {address!r}, which is not ours."
    for each in page.all("a[href]"):
        # A link of the firm's own is marked as one, and gives the site it leads to no hold on ours.
        ours = r"https://" if attribute(each, "rel") == "external noopener noreferrer" else _OURS
        if not _known(attribute(each, "href"), sites, ours):
            yield f"A link leads to {attribute(each, 'href')!r}, which is neither ours nor Kite's."
    for name in ("action", "formaction"):
        for each in page.all(f"[{name}]"):
            if not _known(attribute(each, name), (page.kite_url,), r"/(?![/\\])"):
                yield f"{_tag(each)} sends to {attribute(each, name)!r}, which is neither ours nor Kite's."


def its_buttons_and_pictures_have_words(page: Page) -> Iterator[str]:
    for each in page.all("button, a[href]"):
        if not (text_of(each) or attribute(each, "aria-label") or attribute(each, "aria-labelledby")):
            yield f"{_tag(each)} has no words."
    for each in page.all("input[type=submit], input[type=button]"):
        if not attribute(each, "value"):
            yield f"{_tag(each)} has no words."
    for each in page.all("img"):
        if "alt" not in (each.attrs or {}):
            yield f"{_tag(each)} has no alt."


def its_tables_say_what_they_are(page: Page) -> Iterator[str]:
    for each in page.all("table"):
        inner = list(within(each))
        if not any(one.name == "caption" and text_of(one) for one in inner):
            yield "A table has no caption."
        heads = [one for one in inner if one.name == "th"]
        if not heads:
            yield "A table has no th."
        if any(attribute(one, "scope") not in {"col", "row", "colgroup", "rowgroup"} for one in heads):
            yield "A th has no scope."


def its_type_is_well_set(page: Page) -> Iterator[str]:
    for text in _visible_text(page):
        if "'" in text or '"' in text:
            yield f"A straight quotation mark stands in {_short(text)}; set ‘ ’ “ ”."
        if re.search(r"(^|\s)--?(\s|$)", text):
            yield f"A hyphen stands for a dash in {_short(text)}; set –."


RULES: Final[Sequence[Rule]] = (
    it_is_strict_html,
    it_has_one_heading_and_its_title_starts_with_it,
    it_says_its_language_and_fits_a_phone,
    it_starts_with_a_skip_link,
    its_ids_are_unique,
    its_pointers_point_at_something,
    its_controls_have_labels,
    its_forms_say_how_and_where,
    it_has_nothing_inline,
    it_leads_only_where_we_know,
    its_buttons_and_pictures_have_words,
    its_tables_say_what_they_are,
    its_type_is_well_set,
)


def faults_of_page(page: Page) -> list[str]:
    """Every house rule that the page breaks, as sentences."""
    return [fault for rule in RULES for fault in rule(page)]


def faults_of_answer(response: TestResponse, kite_url: str = KNOWN_SITES[0]) -> list[str]:
    """Every house rule that an answer breaks: its headers, its cookies, its redirect, and its page if it has one."""
    faults = [*_faults_of_headers(response), *_faults_of_cookies(response)]
    if 300 <= response.status_code < 400:
        if "Location" in response.headers and not re.match(r"/(?![/\\])", response.headers["Location"]):
            faults.append(f"It redirects to {response.headers['Location']!r}, which is no path of ours.")
    elif response.mimetype == "text/html" and response.request.method != "HEAD":
        faults += faults_of_page(Page(response.get_data(as_text=True), kite_url))
    return faults


def _faults_of_headers(response: TestResponse) -> Iterator[str]:
    policy = response.headers.get("Content-Security-Policy", "")
    if not policy.startswith("default-src 'none'; ") or "unsafe" in policy:
        yield f"The Content-Security-Policy is {policy!r}."
    if response.headers.get("X-Content-Type-Options") != "nosniff":
        yield "The answer does not say nosniff."
    if response.headers.get("Referrer-Policy") not in {"same-origin", "strict-origin", "no-referrer"}:
        yield f"The Referrer-Policy is {response.headers.get('Referrer-Policy')!r}."
    if not re.fullmatch("[0-9a-f]{16}", response.headers.get("X-Request-ID", "")):
        yield "The answer has no X-Request-ID."
    if response.mimetype == "text/html" and response.headers.get("Cache-Control") != "no-store":
        yield f"A page may be kept: Cache-Control is {response.headers.get('Cache-Control')!r}, not no-store."
    if response.mimetype == "text/html" and response.mimetype_params.get("charset") != "utf-8":
        yield "A page does not say charset=utf-8."
    if any(name.lower().startswith("access-control-") for name in response.headers.keys()):  # noqa: SIM118 - Headers iterates over pairs
        yield "The answer opens itself to other sites (CORS)."


def _faults_of_cookies(response: TestResponse) -> Iterator[str]:
    if "public" in response.headers.get("Cache-Control", "") and "Set-Cookie" in response.headers:
        yield "An answer that anybody may keep carries somebody’s cookie."
    for cookie in response.headers.getlist("Set-Cookie"):
        name = cookie.partition("=")[0]
        flags = {part.strip().lower() for part in cookie.split(";")[1:]}
        wanted = {"httponly", "samesite=lax", "path=/"} | ({"secure"} if name.startswith("__Host-") else set())
        if missing := wanted - flags:
            yield f"The cookie {name} lacks {', '.join(sorted(missing))}."
        if len(cookie) > 4096:
            yield f"The cookie {name} is longer than browsers keep."


def _known(address: str, sites: Iterable[str], ours: str) -> bool:
    return bool(re.match(ours, address)) or any(address == site or address.startswith(f"{site}/") for site in sites)


def _visible_text(page: Page) -> Iterator[str]:
    for body in page.all("body"):
        yield from _set_text(body)


def _set_text(element: Element) -> Iterator[str]:
    if element.name in VERBATIM or attribute(element, "translate") == "no":
        return
    yield from (text for name in ("aria-label", "alt", "title", "placeholder") if (text := attribute(element, name)))
    for child in element.children or ():
        if isinstance(child, Element):
            yield from _set_text(child)
        elif child.name == "#text":
            yield str(child.data or "")


def _tag(element: Element) -> str:
    marks = (f" {name}={attribute(element, name)!r}" for name in ("id", "name", "action") if attribute(element, name))
    return f"<{element.name}{''.join(marks)}>"


def _short(text: str) -> str:
    joined = " ".join(text.split())
    return f"“{joined[:60]}…”" if len(joined) > 60 else f"“{joined}”"

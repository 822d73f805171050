"""What is looked for on a screen: axe's findings, sideways scrolling, small targets, a focus that is not seen."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

WIDE: Final = 1280
NARROW: Final = 360

#: WCAG 2.2 AA and everything before it, and what axe counts as good practice.
OPTIONS: Final = {
    "resultTypes": ["violations"],
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}

#: What may differ between light and dark, or between wide and narrow, in an element that is drawn in both.
MAY_DIFFER: Final = {
    "resultTypes": ["violations"],
    "runOnly": {"type": "rule", "values": ["color-contrast", "target-size", "scrollable-region-focusable"]},
    "preload": False,
}

# Which elements are drawn now, kept under a name for _DRAWN_ONLY_AT.
_NOTE_DRAWN: Final = """(name) => {
  // What only a screen reader is to find is a pixel large.
  const drawn = [...document.body.querySelectorAll("*")].filter((each) => {
    const {width, height} = each.getBoundingClientRect();
    return each.checkVisibility({visibilityProperty: true}) && width > 1 && height > 1;
  });
  (window.drawnAt ??= {})[name] = new Set(drawn);
}"""

# How many elements are drawn under this name and not under the other; each is marked for axe to look at.
_DRAWN_ONLY_AT: Final = """([name, other]) => {
  const only = [...window.drawnAt[name]].filter((each) => !window.drawnAt[other].has(each));
  for (const each of only) each.setAttribute("data-drawn-only", "");
  return only.length;
}"""

#: WCAG 1.4.12: what a reader may set, and nothing may be lost by it.
SPACING: Final = """
* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
p { margin-bottom: 2em !important }
"""

_AXE: Final[str] = Axe().axe_script

# Of all that axe has to say, what a fault is told by: to hand over what is well, too, costs more than to look.
_RUN_AXE: Final = """async ([within, options]) => {
  const {violations} = await axe.run(within, options);
  return violations.map(({id, help, nodes}) => [id, help, nodes.slice(0, 3).map(({html}) => html)]);
}"""

# What sticks out, as the page is and then with this spacing.
_SIDEWAYS: Final = """(spacing) => {
  const sticksOut = () => {
    const root = document.scrollingElement;
    if (root.scrollWidth <= innerWidth) return [];
    const wide = [...document.querySelectorAll("main *")]
      .filter((each) => each.getBoundingClientRect().right > innerWidth + 1);
    const told = wide.slice(-3).map((each) => each.outerHTML.slice(0, 90));
    return [`${root.scrollWidth} of ${innerWidth} pixels: ` + told];
  };
  const plain = sticksOut();
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(spacing);
  document.adoptedStyleSheets = [sheet];
  const spaced = sticksOut();
  document.adoptedStyleSheets = [];
  return [plain, spaced];
}"""

# WCAG 2.5.8, with its exception for links within a sentence; a button is as large as a thumb.
_SMALL: Final = """() => {
  const drawn = (each) => each.checkVisibility({visibilityProperty: true}) && !each.matches(".unseen, .skip");
  const inSentence = (each) => each.matches("a") && getComputedStyle(each).display === "inline"
    && each.parentElement.textContent.trim() !== each.textContent.trim();
  const controls = document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary");
  return [...controls].filter((each) => drawn(each) && !inSentence(each)).flatMap((each) => {
    const {width, height} = each.getBoundingClientRect();
    const least = each.matches(".button:not(.button--mend), button.main, a.button") ? 44 : 24;
    const line = each.matches("a") && getComputedStyle(each).display === "inline" ? 16 : least;
    return width >= 24 && height >= line - 0.5 ? []
      : [`${Math.round(width)} by ${Math.round(height)}: ${each.outerHTML.slice(0, 90)}`];
  });
}"""

# After a key was pressed, whatever takes the focus shows it.
_UNSEEN_FOCUS: Final = """() => {
  const kinds = "a[href], button:enabled, input:not([type=hidden]), select, textarea, summary, [tabindex='0']";
  const controls = document.querySelectorAll(kinds);
  const drawn = [...controls].filter((each) => each.checkVisibility({visibilityProperty: true}));
  const faults = drawn.flatMap((each) => {
    if (each.tabIndex < 0 || each.matches(":disabled")) return [];
    each.focus();
    if (document.activeElement !== each) return [`takes no focus: ${each.outerHTML.slice(0, 90)}`];
    const {outlineStyle, outlineWidth} = getComputedStyle(each);
    return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2 ? []
      : [`${outlineStyle} ${outlineWidth}: ${each.outerHTML.slice(0, 90)}`];
  });
  document.activeElement?.blur();
  return faults;
}"""

_UNMARK: Final = """() => {
  for (const each of document.querySelectorAll("[data-drawn-only]")) each.removeAttribute("data-drawn-only");
}"""


def copied(page: Page, into: Page) -> Page:
    """The page as it stands, its own scripts taken out, in a page where axe can run: for one that has scripts off."""
    html = re.sub(r"<script\b.*?</script>", "", page.content(), flags=re.DOTALL)
    into.route(page.url, lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8"))
    into.goto(page.url)
    into.unroute_all()
    return into


def faults_of_screen(page: Page) -> list[str]:
    """Everything that is wrong with the page as it stands, in every variant. It is left as it was."""
    before = page.viewport_size or {"width": 1280, "height": 720}
    faults = list(_faults(page))
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(before)
    return faults


def _faults(page: Page) -> Iterator[str]:
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(_AXE)
    yield from _seen_at_both_widths(page)
    page.set_viewport_size({"width": 320, "height": 640})
    plain, spaced = page.evaluate(_SIDEWAYS, SPACING)
    yield from (f"320: scrolls sideways, {found}" for found in plain)
    yield from (f"320, spaced: scrolls sideways, {found}" for found in spaced)
    page.keyboard.press("Shift")
    yield from (f"the focus is not seen, {found}" for found in page.evaluate(_UNSEEN_FOCUS))


def _seen_at_both_widths(page: Page) -> Iterator[str]:
    """Everything at 1280 in light; at 360 in dark what may differ; what only one width draws, in the other scheme too.

    axe is what costs the time, and each change of the width. An element that is drawn at both widths has one rule of
    colours for each scheme; one that a width alone draws is looked at there in both.
    """
    page.emulate_media(color_scheme="dark")
    _resize(page, NARROW)
    page.evaluate(_NOTE_DRAWN, "narrow")
    yield from _by_axe(page, f"{NARROW} dark", MAY_DIFFER)
    yield from (f"{NARROW}: a target of {found}" for found in page.evaluate(_SMALL))
    page.emulate_media(color_scheme="light")
    _resize(page, WIDE)
    page.evaluate(_NOTE_DRAWN, "wide")
    yield from _by_axe(page, f"{WIDE} light", OPTIONS)
    yield from (f"{WIDE}: a target of {found}" for found in page.evaluate(_SMALL))
    if page.evaluate(_DRAWN_ONLY_AT, ["wide", "narrow"]):
        page.emulate_media(color_scheme="dark")
        yield from _by_axe(page, f"{WIDE} dark", MAY_DIFFER, "[data-drawn-only]")
        page.emulate_media(color_scheme="light")
        page.evaluate(_UNMARK)
    if page.evaluate(_DRAWN_ONLY_AT, ["narrow", "wide"]):
        _resize(page, NARROW)
        yield from _by_axe(page, f"{NARROW} light", OPTIONS, "[data-drawn-only]")
        page.evaluate(_UNMARK)


def _resize(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 780})


def _by_axe(page: Page, where: str, options: Mapping[str, Any], within: str = "html") -> Iterator[str]:
    for name, meaning, nodes in page.evaluate(_RUN_AXE, [within, options]):
        yield from (f"{where}: {name}: {meaning}: {html[:120]}" for html in nodes)

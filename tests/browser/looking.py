"""What is looked for on a screen: axe's findings, sideways scrolling, small targets, a focus that is not seen."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

WIDTHS: Final = (1280, 360)
SCHEMES: Final = ("light", "dark")

#: WCAG 2.2 AA and everything before it, and what axe counts as good practice.
OPTIONS: Final = {
    "resultTypes": ["violations"],
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}

#: What may differ between light and dark.
COLOURS: Final = {"resultTypes": ["violations"], "runOnly": {"type": "rule", "values": ["color-contrast"]}}

#: WCAG 1.4.12: what a reader may set, and nothing may be lost by it.
SPACING: Final = """
* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
p { margin-bottom: 2em !important }
"""

_AXE: Final[str] = Axe().axe_script

_OVERFLOWS: Final = """() => {
  const root = document.scrollingElement;
  if (root.scrollWidth <= innerWidth) return [];
  const wide = [...document.querySelectorAll("main *")]
    .filter((each) => each.getBoundingClientRect().right > innerWidth + 1);
  return [`${root.scrollWidth} of ${innerWidth} pixels: ` + wide.slice(-3).map((each) => each.outerHTML.slice(0, 90))];
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
  return [...controls].filter((each) => each.checkVisibility({visibilityProperty: true})).flatMap((each) => {
    if (each.tabIndex < 0 || each.matches(":disabled")) return [];
    each.focus();
    if (document.activeElement !== each) return [`takes no focus: ${each.outerHTML.slice(0, 90)}`];
    const {outlineStyle, outlineWidth} = getComputedStyle(each);
    return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2 ? []
      : [`${outlineStyle} ${outlineWidth}: ${each.outerHTML.slice(0, 90)}`];
  });
}"""

_SPACE_OUT: Final = """(css) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets = [sheet];
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
    page.evaluate(_AXE)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 780})
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            options = OPTIONS if scheme == "light" else COLOURS
            yield from (f"{width} {scheme}: {found}" for found in _by_axe(page, options))
        yield from (f"{width}: a target of {found}" for found in page.evaluate(_SMALL))
    page.set_viewport_size({"width": 320, "height": 640})
    yield from (f"320: scrolls sideways, {found}" for found in page.evaluate(_OVERFLOWS))
    page.evaluate(_SPACE_OUT, SPACING)
    yield from (f"320, spaced: scrolls sideways, {found}" for found in page.evaluate(_OVERFLOWS))
    page.evaluate(_SPACE_OUT, "")
    page.keyboard.press("Shift")
    yield from (f"the focus is not seen, {found}" for found in page.evaluate(_UNSEEN_FOCUS))
    page.evaluate("() => document.activeElement?.blur()")


def _by_axe(page: Page, options: Mapping[str, Any]) -> Iterator[str]:
    found: dict[str, Any] = page.evaluate("(options) => axe.run(document, options)", options)
    for violation in found["violations"]:
        for node in violation["nodes"][:3]:
            yield f"{violation['id']}: {violation['help']}: {node['html'][:120]}"

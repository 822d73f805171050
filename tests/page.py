"""A page as a test sees it: its elements, its text, and its forms as a browser would send them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Final, NamedTuple

from justhtml import Element, JustHTML, Node

#: Links may lead here, besides our own pages. The hand-off form goes to Kite's origin, which a test says.
KNOWN_SITES: Final = ("https://kite.zerodha.com", "https://kite.trade", "https://developers.kite.trade")


#: What most selectors are made of: a tag, an id or a class, an attribute. The parser takes a hundred times as long for
#: them as a look at each element does.
_SIMPLE: Final = re.compile(
    r"""(?=.)(?P<tag>[a-z][a-z0-9]*|\*)?(?P<mark>[#.][a-zA-Z][\w-]*)?"""
    r"""(?:\[(?P<name>[a-z-]+)(?:(?P<how>\^?=)["']?(?P<value>[^"'\]]*)["']?)?\])?"""
)


class Simple(NamedTuple):
    """A tag, an id or a class, an attribute and how its value compares; what is None is not asked."""

    tag: str | None
    mark: str | None
    name: str | None
    how: str | None
    value: str

    def fits(self, element: Element) -> bool:
        if self.tag not in {None, "*", element.name}:
            return False
        if self.mark is not None and not _marked(element, self.mark):
            return False
        if self.name is None:
            return True
        attrs = element.attrs or {}
        if self.how is None or self.name not in attrs:
            return self.name in attrs
        found = attrs[self.name] or ""
        return bool(self.value) and found.startswith(self.value) if self.how == "^=" else found == self.value


#: One within the other, the outermost first.
Path = tuple[Simple, ...]


class Elements:
    """The elements of a page in their order, found by a tag or by an attribute without a look at all the others."""

    def __init__(self, document: JustHTML) -> None:
        self._all = list(_in_order(document.root))
        self._tagged: dict[str, list[int]] = {}
        self._having: dict[str, list[int]] = {}
        for place, each in enumerate(self._all):
            self._tagged.setdefault(each.name, []).append(place)
            for name in each.attrs or ():
                self._having.setdefault(name, []).append(place)

    def that_fit(self, paths: Sequence[Path]) -> list[Element]:
        """Those that fit any of these, each once."""
        places = {place for path in paths for place in self._candidates(path[-1]) if _stands_so(self._all[place], path)}
        return [self._all[place] for place in sorted(places)]

    def _candidates(self, simple: Simple) -> Iterable[int]:
        if simple.mark is not None:
            return self._having.get("id" if simple.mark[0] == "#" else "class", ())
        if simple.name is not None:
            return self._having.get(simple.name, ())
        if simple.tag not in {None, "*"}:
            return self._tagged.get(str(simple.tag), ())
        return range(len(self._all))


@dataclass(frozen=True)
class Form:
    """A form as a browser would send it: where to, and what is in it before anybody types.

    `offered` are the names of all its controls, also those that send nothing until ticked.
    """

    action: str
    method: str
    fields: tuple[tuple[str, str], ...]
    offered: frozenset[str]
    buttons: frozenset[tuple[str, str]]

    def filled(self, changes: Mapping[str, str | None], button: tuple[str, str] | None = None) -> dict[str, str]:
        """What is sent after `changes` (None unticks or leaves out) and a press of `button`."""
        if unknown := set(changes) - self.offered:
            raise AssertionError(f"The form has no field {', '.join(sorted(unknown))}.")
        if button is not None and button not in self.buttons:
            raise AssertionError(f"The form has no button {button}; it has {sorted(self.buttons)}.")
        sent = {**dict(self.fields), **changes, **({button[0]: button[1]} if button else {})}
        return {name: value for name, value in sent.items() if value is not None}


@dataclass(frozen=True)
class Page:
    """A parsed page."""

    html: str = field(repr=False)
    kite_url: str = KNOWN_SITES[0]
    document: JustHTML = field(init=False, repr=False)
    _elements: Elements = field(init=False, repr=False)

    def __post_init__(self) -> None:
        document, elements = _parsed(self.html)
        object.__setattr__(self, "document", document)
        object.__setattr__(self, "_elements", elements)

    def all(self, selector: str) -> list[Element]:
        """Every element that the CSS selector finds, in the order of the page."""
        simple = _simple(selector)
        if simple is not None:
            return self._elements.that_fit(simple)
        return [each for each in self.document.query(selector) if isinstance(each, Element)]

    def one(self, selector: str) -> Element:
        found = self.all(selector)
        if len(found) != 1:
            raise AssertionError(f"The page has {len(found)} of {selector!r}, not one.")
        return found[0]

    def text(self, selector: str = "body") -> str:
        """The text of the one element, its spaces joined."""
        return text_of(self.one(selector))

    @property
    def h1(self) -> str:
        return self.text("h1")

    @property
    def csrf_token(self) -> str | None:
        for each in self.all("input[name=csrf_token]"):
            return attribute(each, "value")
        return None

    def form(self, selector: str = "main form") -> Form:
        element = self.one(selector)
        if element.name != "form":
            raise AssertionError(f"{selector!r} is a {element.name}, not a form.")
        controls = [each for each in within(element) if each.name in {"input", "select", "textarea", "button"}]
        controls += self.all(f'[form="{attribute(element, "id")}"]') if attribute(element, "id") else []
        named = [each for each in controls if attribute(each, "name") and not has(each, "disabled")]
        return Form(
            action=attribute(element, "action"),
            method=attribute(element, "method").lower(),
            fields=tuple(pair for each in named for pair in _sent_by(each)),
            offered=frozenset(attribute(each, "name") for each in named),
            buttons=frozenset((attribute(each, "name"), attribute(each, "value")) for each in named if _presses(each)),
        )


@lru_cache(maxsize=2)
def _parsed(html: str) -> tuple[JustHTML, Elements]:
    """The house client looks at each page twice, once for its rules and once for the test."""
    document = JustHTML(html, sanitize=False, collect_errors=True, scripting_enabled=False)
    return document, Elements(document)


@cache
def _simple(selector: str) -> tuple[Path, ...] | None:
    """The parts of a selector that asks for no more than `_SIMPLE` ones within each other; None for any other."""
    paths = [_path(each.strip()) for each in selector.split(",")]
    return tuple(path for path in paths if path) if all(paths) else None


def _path(selector: str) -> Path | None:
    for steps in ([selector], selector.split()):
        found = [_SIMPLE.fullmatch(each) for each in steps]
        if all(found):
            return tuple(Simple(*step.group("tag", "mark", "name", "how", "value")) for step in found if step)
    return None


def _stands_so(element: Element, path: Path) -> bool:
    """Whether it fits the last step, and the steps before fit elements around it, each farther out than the next."""
    if not path[-1].fits(element):
        return False
    around = ancestors(element)
    return all(any(step.fits(each) for each in around) for step in reversed(path[:-1]))


def _marked(element: Element, mark: str) -> bool:
    if mark[0] == "#":
        return attribute(element, "id") == mark[1:]
    return mark[1:] in attribute(element, "class").split()


def _in_order(node: Node) -> Iterator[Element]:
    if isinstance(node, Element):
        yield node
        if node.template_content is not None:
            yield from _in_order(node.template_content)
    for child in node.children or ():
        yield from _in_order(child)


def attribute(element: Element, name: str) -> str:
    """The attribute's value; "" where it is missing or empty."""
    return (element.attrs or {}).get(name) or ""


def text_of(element: Element) -> str:
    """The element's text, its spaces joined."""
    return " ".join(element.to_text(separator=" ", strip=False, separator_blocks_only=True).split())


def has(element: Element, name: str) -> bool:
    return name in (element.attrs or {})


def _presses(element: Element) -> bool:
    kind = attribute(element, "type").lower()
    return (element.name == "button" and kind in {"", "submit"}) or (element.name == "input" and kind == "submit")


def _sent_by(element: Element) -> Iterator[tuple[str, str]]:
    """What a control sends when nobody touches it."""
    name, kind = attribute(element, "name"), attribute(element, "type").lower()
    if element.name == "button" or kind in {"submit", "button", "reset", "image", "file"}:
        return
    if kind in {"checkbox", "radio"}:
        if has(element, "checked"):
            yield name, attribute(element, "value") or "on"
    elif element.name == "select":
        options = [each for each in within(element) if each.name == "option"]
        chosen = [each for each in options if has(each, "selected")] or options[:1]
        for each in chosen:
            yield name, attribute(each, "value") if has(each, "value") else text_of(each)
    elif element.name == "textarea":
        yield name, "".join(str(child.data or "") for child in element.children or ())
    else:
        yield name, attribute(element, "value")


def within(element: Element) -> Iterator[Element]:
    for child in element.children or ():
        if isinstance(child, Element):
            yield child
            yield from within(child)


def ancestors(element: Element) -> Iterator[Element]:
    parent = element.parent
    while parent is not None:
        if isinstance(parent, Element):  # a template holds its elements in something that is none
            yield parent
        parent = parent.parent

"""Strict reading of JSON: each value with its path, and a fault, not a guess, wherever it is not as it should be."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, time
from enum import StrEnum
from typing import Any, Final, NamedTuple, TypeVar

_LONGEST_TEXT: Final = 500
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME: Final = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")

Read = TypeVar("Read")


class FaultCode(StrEnum):
    """What can be wrong with the file of a calendar."""

    NOT_JSON = "not-json"
    TWICE = "twice"  #: a name, a date or a time that stands there already
    MISSING = "missing"
    UNKNOWN_NAME = "unknown-name"
    WRONG_KIND = "wrong-kind"  #: text where a list is meant, and the like
    NOT_A_DATE = "not-a-date"
    NOT_A_TIME = "not-a-time"
    NOT_A_CHOICE = "not-a-choice"
    OUT_OF_ORDER = "out-of-order"  #: an end that is not after its start
    NO_SUCH_SOURCE = "no-such-source"
    WRONG_YEAR = "wrong-year"
    OVERLAP = "overlap"  #: two rows for one market and one day
    TOO_LONG = "too-long"


class Fault(NamedTuple):
    """One fault: where (`years[0].days[3].on`, "" the file itself), and what."""

    path: str
    code: FaultCode


class CalendarFaulty(Exception):
    """The text is no calendar. `faults` are all that were found, in the order of the file."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(f"{each.path}: {each.code.value}" for each in self.faults))


class Pairs(list[tuple[str, Any]]):
    """A JSON object as its pairs, so that a name that stands twice is seen."""


def no_constant(name: str) -> Any:
    """Refuse NaN and Infinity, which are no JSON."""
    raise ValueError(name)


class Node:
    """A value of the file with its path. What cannot be read is noted as a fault and answered with None."""

    def __init__(self, value: Any, path: str, faults: list[Fault]) -> None:
        self.value, self.path, self._faults = value, path, faults

    def fault(self, code: FaultCode) -> None:
        self._faults.append(Fault(self.path, code))

    def fields(self, needed: Iterable[str], allowed: Iterable[str] = ()) -> Mapping[str, Node] | None:
        """The fields of an object: all of `needed`, none but these and `allowed`."""
        if not isinstance(self.value, Pairs):
            self.fault(FaultCode.WRONG_KIND)
            return None
        found: dict[str, Node] = {}
        for name, value in self.value:
            node = Node(value, f"{self.path}.{name}".lstrip("."), self._faults)
            if name in found:
                node.fault(FaultCode.TWICE)
            elif name not in {*needed, *allowed}:
                node.fault(FaultCode.UNKNOWN_NAME)
            found[name] = node
        for name in needed:
            if name not in found:
                Node(None, f"{self.path}.{name}".lstrip("."), self._faults).fault(FaultCode.MISSING)
        return found if all(name in found for name in needed) else None

    def items(self) -> list[Node]:
        """The items of a list."""
        if not isinstance(self.value, list) or isinstance(self.value, Pairs):
            self.fault(FaultCode.WRONG_KIND)
            return []
        return [Node(each, f"{self.path}[{place}]", self._faults) for place, each in enumerate(self.value)]

    def text(self) -> str:
        if not isinstance(self.value, str) or not self.value.strip() or not self.value.isprintable():
            self.fault(FaultCode.WRONG_KIND)
            return ""
        if len(self.value) > _LONGEST_TEXT:
            self.fault(FaultCode.TOO_LONG)
        return self.value

    def flag(self) -> bool:
        if not isinstance(self.value, bool):
            self.fault(FaultCode.WRONG_KIND)
        return self.value is True

    def whole(self, most: int) -> int:
        if not isinstance(self.value, int) or isinstance(self.value, bool) or not 0 <= self.value <= most:
            self.fault(FaultCode.WRONG_KIND)
            return 0
        return self.value

    def date(self) -> date:
        if isinstance(self.value, str) and _DATE.fullmatch(self.value):
            try:
                return date.fromisoformat(self.value)
            except ValueError:
                pass
        self.fault(FaultCode.NOT_A_DATE)
        return date.min

    def time(self) -> time:
        if isinstance(self.value, str) and _TIME.fullmatch(self.value):
            return time.fromisoformat(self.value)
        self.fault(FaultCode.NOT_A_TIME)
        return time.min

    def choice(self, choices: Iterable[str]) -> str:
        known = tuple(choices)
        if self.value in known:
            return str(self.value)
        self.fault(FaultCode.NOT_A_CHOICE)
        return known[0]


def maybe(node: Node | None, read: Callable[[Node], Read]) -> Read | None:
    """What `read` makes of it; None where it is absent or null."""
    return None if node is None or node.value is None else read(node)

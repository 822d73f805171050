"""The file of the calendar: read strictly, every fault by its path."""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.market.moments import CALENDAR, SHIPPED
from tokri.core.market import CalendarFaulty, Fault, FaultCode, Phase, read_calendar
from tokri.core.market.reading import LONGEST_FILE

FILE = json.loads(SHIPPED)
CLOSED_DAY = 1  # Republic Day, of the first year


def faults(text: str) -> tuple[Fault, ...]:
    with pytest.raises(CalendarFaulty) as caught:
        read_calendar(text)
    return caught.value.faults


def changed(change: Callable[[Any], object]) -> str:
    file = deepcopy(FILE)
    change(file)
    return json.dumps(file)


def test_the_file_that_is_shipped_is_read_and_names_a_source_for_every_row() -> None:
    rows = [*CALENDAR.hours, *CALENDAR.queueing, *CALENDAR.cut_offs, *CALENDAR.years]
    specials = [special for year in CALENDAR.years for special in year.days.values()]
    assert {row.source for row in rows} | {each.source for each in specials} == set(CALENDAR.sources)
    assert all(len(source) > 20 for source in CALENDAR.sources.values())


def test_the_tables_of_the_shipped_year_cover_every_exchange() -> None:
    exchanges = [exchange for year in CALENDAR.years if year.year == 2026 for exchange in year.exchanges]
    assert sorted(exchanges) == ["BCD", "BFO", "BSE", "CDS", "MCX", "NFO", "NSE"]


def test_what_a_person_marks_as_unverified_is_kept() -> None:
    spans = {span for row in CALENDAR.hours for span in row.spans if not span.verified}
    assert {span.phase for span in spans} == {Phase.PRE_OPEN, Phase.PRE_OPEN_LIMIT, Phase.PRE_OPEN_MATCHING}


@pytest.mark.parametrize(
    ("change", "path", "code"),
    [
        (lambda f: f.update(tokri_calendar=2), "tokri_calendar", FaultCode.NOT_A_CHOICE),
        (lambda f: f.pop("on"), "on", FaultCode.MISSING),
        (lambda f: f.update(on="22 Nov 2026"), "on", FaultCode.NOT_A_DATE),
        (lambda f: f.update(on="2026-02-30"), "on", FaultCode.NOT_A_DATE),
        (lambda f: f.update(holidays=[]), "holidays", FaultCode.UNKNOWN_NAME),
        (lambda f: f.update(hours={}), "hours", FaultCode.WRONG_KIND),
        (lambda f: f.update(sources=[]), "sources", FaultCode.WRONG_KIND),
        (lambda f: f["sources"].update({"nse-2026": " "}), "sources.nse-2026", FaultCode.WRONG_KIND),
        (lambda f: f["sources"].update({"nse-2026": "x" * 501}), "sources.nse-2026", FaultCode.TOO_LONG),
        (lambda f: f["hours"].append(7), "hours[11]", FaultCode.WRONG_KIND),
        (lambda f: f["hours"][0].update(source="hearsay"), "hours[0].source", FaultCode.NO_SUCH_SOURCE),
        (lambda f: f["hours"][0].update(verified="yes"), "hours[0].verified", FaultCode.WRONG_KIND),
        (lambda f: f["hours"][0].update(exchanges=["NYSE"]), "hours[0].exchanges[0]", FaultCode.NOT_A_CHOICE),
        (lambda f: f["hours"][0].update(segments=["bonds"]), "hours[0].segments[0]", FaultCode.NOT_A_CHOICE),
        (lambda f: f["hours"][0].update(to="2019-12-31"), "hours[0].to", FaultCode.OUT_OF_ORDER),
        (lambda f: f["hours"][0].update(to="2026-08-03"), "hours[1]", FaultCode.OVERLAP),
        (lambda f: f["hours"][5].pop("to"), "hours[6]", FaultCode.OVERLAP),
        (lambda f: f["hours"][0]["phases"].clear(), "hours[0].phases", FaultCode.MISSING),
        (lambda f: f["hours"][0]["phases"][0].pop(), "hours[0].phases[0]", FaultCode.WRONG_KIND),
        (lambda f: f["hours"][0]["phases"][0].__setitem__(0, "9:00"), "hours[0].phases[0][0]", FaultCode.NOT_A_TIME),
        (lambda f: f["hours"][0]["phases"][0].__setitem__(2, "shut"), "hours[0].phases[0][2]", FaultCode.NOT_A_CHOICE),
        (lambda f: f["hours"][0]["phases"][0].append("maybe"), "hours[0].phases[0][3]", FaultCode.NOT_A_CHOICE),
        (lambda f: f["hours"][0]["phases"][1].__setitem__(0, "09:07"), "hours[0].phases[1]", FaultCode.OUT_OF_ORDER),
        (lambda f: f["hours"][0]["phases"][0].__setitem__(1, "09:00"), "hours[0].phases[0]", FaultCode.OUT_OF_ORDER),
        (lambda f: f["years"][0].update(year="2026"), "years[0].year", FaultCode.WRONG_KIND),
        (lambda f: f["years"][0].update(year=True), "years[0].year", FaultCode.WRONG_KIND),
        (lambda f: f["years"].append(f["years"][2]), "years[3]", FaultCode.OVERLAP),
        (lambda f: f["years"][0]["days"].append(f["years"][0]["days"][1]), "years[0].days[21]", FaultCode.TWICE),
        (lambda f: f["years"][0]["days"][1].update(on="2025-01-26"), "years[0].days[1]", FaultCode.WRONG_YEAR),
        (lambda f: f["years"][0]["days"][1].pop("name"), "years[0].days[1].name", FaultCode.MISSING),
        (lambda f: f["years"][0]["days"][1].update(name="R\u202ed"), "years[0].days[1].name", FaultCode.WRONG_KIND),
        (lambda f: f["years"][0]["days"][2].update(open="often"), "years[0].days[2].open", FaultCode.NOT_A_CHOICE),
        (lambda f: f["years"][2]["days"][0].update(only_until=5), "years[2].days[0].only_until", FaultCode.NOT_A_TIME),
        (lambda f: f["years"][2]["days"][3]["hours"].update(x=[]), "years[2].days[3].hours.x", FaultCode.UNKNOWN_NAME),
        (lambda f: f["queueing"][0].update(until="24:00"), "queueing[0].until", FaultCode.NOT_A_TIME),
        (lambda f: f["queueing"][0].pop("opens"), "queueing[0].opens", FaultCode.MISSING),
        (lambda f: f["queueing"].append(f["queueing"][0]), "queueing[6]", FaultCode.OVERLAP),
        (lambda f: f["cut_offs"][0].pop("at"), "cut_offs[0]", FaultCode.MISSING),
        (lambda f: f["cut_offs"][0].update(minutes_before=5, warn_minutes_before=9), "cut_offs[0]", FaultCode.MISSING),
        (lambda f: f["cut_offs"][0].update(fee=-1), "cut_offs[0].fee", FaultCode.WRONG_KIND),
        (lambda f: f["cut_offs"][0].update(fee=59.0), "cut_offs[0].fee", FaultCode.WRONG_KIND),
        (lambda f: f["cut_offs"][5].update(minutes_before=1441), "cut_offs[5].minutes_before", FaultCode.WRONG_KIND),
        (lambda f: f.update(pause=["05:30", "01:00"]), "pause", FaultCode.OUT_OF_ORDER),
        (lambda f: f.update(pause=["01:00"]), "pause", FaultCode.OUT_OF_ORDER),
    ],
)  # fmt: skip
def test_a_fault_is_named_by_its_path(change: Callable[[Any], object], path: str, code: FaultCode) -> None:
    assert Fault(path, code) in faults(changed(change))


def test_several_faults_are_all_named() -> None:
    def spoil(file: Any) -> None:
        file["hours"][3]["source"] = "hearsay"
        file["years"][1]["days"][0]["on"] = "soon"

    assert {fault.path for fault in faults(changed(spoil))} >= {"hours[3].source", "years[1].days[0].on"}


@pytest.mark.parametrize("text", ["", "{", "null", "[]", "NaN", "7", '{"on": NaN}', "[" * 100_000])
def test_what_is_no_calendar_at_all_is_refused(text: str) -> None:
    (fault,) = faults(text)[:1]
    assert fault.code in {FaultCode.NOT_JSON, FaultCode.WRONG_KIND}


def test_a_name_that_stands_twice_is_a_fault_and_neither_is_believed() -> None:
    text = SHIPPED.replace('"on": "2026-11-22"', '"on": "2026-11-22", "on": "2026-11-23"')
    assert faults(text) == (Fault("on", FaultCode.TWICE),)


def test_a_file_that_no_calendar_can_need_is_not_read() -> None:
    assert faults(" " * (LONGEST_FILE + 1)) == (Fault("", FaultCode.TOO_LONG),)


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@given(st.sampled_from(sorted(FILE)), anything)
def test_whatever_stands_in_a_file_it_is_read_or_its_faults_are_told(name: str, value: Any) -> None:
    told = [Fault("", FaultCode.NOT_JSON)]
    try:
        read_calendar(json.dumps({**FILE, name: value}))
    except CalendarFaulty as bad:
        told = list(bad.faults)
    assert told

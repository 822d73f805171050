"""The options of a select are written once; what is chosen, and what is none of Kite's, still shows as it was typed."""

from __future__ import annotations

import pytest
from markupsafe import Markup

from tokri.core.choices import CHOICES
from tokri.web.options import OPTIONS, WORDS


def test_each_select_offers_every_value_that_the_check_knows() -> None:
    assert {field: {value for value in options if value} for field, options in OPTIONS.items()} == {
        field: set(choices) for field, choices in CHOICES.items()
    }


def test_a_variety_left_to_the_clock_is_told_from_one_that_is_regular_at_any_hour() -> None:
    assert OPTIONS["variety"][""].startswith('<option value="" selected>Regular or AMO</option>')
    assert '<option value="regular" selected>Regular only</option>' in OPTIONS["variety"]["regular"]


@pytest.mark.parametrize("field", WORDS)
def test_the_chosen_option_and_no_other_is_selected(field: str) -> None:
    for chosen in WORDS[field]:
        written = OPTIONS[field][chosen]
        assert written.count("<option ") == len(WORDS[field])
        assert written.count(" selected>") == 1
        assert f'<option value="{chosen}" selected>' in written


@pytest.mark.parametrize("typed", ["limit", " LIMIT", "M&M", '"><script>', "{0}", "{}"])
def test_a_value_that_is_none_of_kites_stands_first_as_typed_and_is_not_kept(typed: str) -> None:
    written = OPTIONS["order_type"][typed]
    escaped = Markup.escape(typed)
    assert written.startswith(f'<option value="{escaped}" selected>{escaped}</option><option value="">')
    assert written.count(" selected>") == 1
    assert typed not in OPTIONS["order_type"]

"""docs/access.md is what the tables say."""

from __future__ import annotations

from tools.access import PAGE, page


def test_the_page_of_who_may_do_what_is_up_to_date() -> None:
    assert PAGE.read_text("utf-8") == page(), "Run: make rules"

"""How many orders go to Kite at a time is the installation's to say."""

from __future__ import annotations

import pytest

from tests.conftest import ClientFor
from tests.page import text_of
from tests.web.steps import INFY, save


@pytest.mark.parametrize(("limit", "parts"), [(1, [1, 1, 1, 1, 1]), (2, [2, 2, 1]), (5, []), (50, [])])
def test_a_part_holds_as_many_orders_as_the_installation_says(
    client_for: ClientFor, limit: int, parts: list[int]
) -> None:
    client = client_for(kite_basket_limit=limit)
    basket = save(client, *({**INFY, "quantity": str(n)} for n in range(1, 6)))
    client.get(f"{basket}/review")
    assert [text_of(each) for each in client.page.all(".part")] == [
        f"Part {n} of {len(parts)} {count} order{'s' * (count > 1)}" for n, count in enumerate(parts, 1)
    ]
    if parts:
        assert f"this site hands over at most {limit}." in client.page.text("main")

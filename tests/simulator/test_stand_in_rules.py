"""A running stand-in can begin anew under other rules, so that one program serves a whole test run."""

import pytest

from tests.simulator.visitor import Visitor


def knows(visitor: Visitor, symbol: str) -> bool:
    return f",{symbol}," in visitor.client.get("/instruments/NFO").text


def test_a_reset_begins_anew_under_the_rules_it_names_and_the_next_one_goes_back(visitor: Visitor) -> None:
    assert not knows(visitor, "NIFTY15DECFUT")
    assert visitor.client.post("/simulator/reset", json={"rules": "legacy"}).status_code == 200
    assert knows(visitor, "NIFTY15DECFUT")
    assert visitor.client.post("/simulator/reset").status_code == 200
    assert not knows(visitor, "NIFTY15DECFUT")


@pytest.mark.parametrize("rules", ["2027", "", 2026, ["legacy"]])
def test_rules_that_there_are_not_are_refused(visitor: Visitor, rules: object) -> None:
    assert visitor.client.post("/simulator/reset", json={"rules": rules}).status_code == 400

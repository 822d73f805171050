"""The rules on how many orders a basket is sent as."""

from __future__ import annotations

from decimal import Decimal

from tests.core.cases import Case
from tests.core.knowing import DAY, knowing
from tests.core.orders import GOOD, future
from tokri.core.instrument import Instrument, Kind
from tokri.core.reference import FreezeQuantities, Tables

_NIFTY = Instrument("NFO", "NIFTY26FEBFUT", "NIFTY", Kind.FUTURE, "FUT", "NFO-FUT", Decimal("0.10"), 65)
_KNOWN = knowing(_NIFTY, tables=Tables(freeze=FreezeQuantities(DAY, "qtyfreeze.xls", {"NIFTY": 1800})))

CASES = [
    Case(
        "too-many-pieces",
        "fifty-one orders to send of two",
        (GOOD, future(quantity=str(1755 * 50))),
        (),
        None,
        (GOOD, future(quantity=str(1755 * 49))),
        _KNOWN,
    ),
    Case(
        "too-many-pieces",
        "a quantity of many digits",
        (future(quantity=str(65 * 10**7)),),
        (),
        None,
        (future(quantity="65"),),
        _KNOWN,
    ),
]

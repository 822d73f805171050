"""Market protection: since April 2026 Kite turns a MARKET order into a LIMIT order a little beyond the last price."""

from decimal import Decimal

from simulator.orders import Order

#: What a person's own Kite asks for: as many per cent as Kite finds fit.
AUTOMATIC = Decimal(-1)
# Automatic protection in per cent, by last price: (below, options, everything else), as an integrator recorded it.
BANDS = (
    (Decimal(10), Decimal(5), Decimal(2)),
    (Decimal(100), Decimal(3), Decimal(2)),
    (Decimal(500), Decimal(2), Decimal(1)),
    (Decimal("Infinity"), Decimal(1), Decimal("0.5")),
)


def protect(order: Order, last: Decimal | None) -> None:
    """Turn a MARKET order with protection into LIMIT, SL-M into SL, at that price; ``last`` is the last price."""
    given = order.request.market_protection
    if not given or last is None or order.order_type not in {"MARKET", "SL-M"}:
        return
    if given == AUTOMATIC:
        given = next(option if order.instrument.is_option else other for below, option, other in BANDS if last < below)
    start = last if order.order_type == "MARKET" else order.trigger_price
    tick = order.instrument.tick_size or Decimal("0.01")
    order.price = start * (1 + order.side * given / 100) // tick * tick
    order.order_type = "LIMIT" if order.order_type == "MARKET" else "SL"
    order.tags += ["mktp", f"mktp:{given:.2f}"]

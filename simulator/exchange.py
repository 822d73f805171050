"""What people do with orders: place, slice, change, cancel, read.

Nothing here locks; the state does, around every call.
"""

from dataclasses import replace

from simulator import hours
from simulator.accounts import Account
from simulator.checks import check, freeze_quantity
from simulator.clock import stamp
from simulator.errors import Refused
from simulator.matching import AS_THE_MARKET, OrderBook, leg
from simulator.orders import CANCELLABLE, ENDED, Order, Request
from simulator.plots import Plot
from simulator.refusals import REFUSALS

MOST_MODIFICATIONS = 25
MOST_SLICES = 10
QUEUED = "AMO REQ RECEIVED"


class Exchange(OrderBook):
    """The book of every client, today only."""

    def place(
        self,
        account: Account,
        request: Request,
        *,
        through_api: bool,
        plot: Plot = AS_THE_MARKET,
        held: bool = False,
        tags: tuple[str, ...] = (),
        by_app: bool = True,
    ) -> Order:
        """Take an order and let it go as far as it goes. Raise Refused when it gets no order id."""
        check(request, self.market, self.rules, through_api=through_api)
        words = REFUSALS.get(plot.words)
        if words is not None and words.at_once:
            raise Refused(words.message, words.error_type, words.code)
        if self.rules == "2026" and plot.fate == "market":
            request = hours.as_taken(request, self.market, self._clock())
        if request.is_delivery_sale and not account.demat_consent:
            self.depository.check(account, request, self.sold(account.user_id, request.instrument.tradingsymbol))
        meta = {}
        quantity = request.quantity
        if request.variety == "iceberg":
            quantity = request.iceberg_quantity
            meta = leg(request, 1, quantity, request.quantity - quantity)
        order = self._book(account.user_id, request, quantity, plot=plot, held=held, meta=meta, tags=tags)
        order.by_app = by_app
        self._settle(order)
        return order

    def place_in_slices(self, account: Account, request: Request) -> tuple[str, list[Order | Refused]]:
        """Cut an order at the freeze quantity; give the parent's id, no order's own, and each slice or its refusal."""
        largest = freeze_quantity(request.instrument, self.rules) or request.quantity
        slices = [min(largest, request.quantity - start) for start in range(0, request.quantity, largest)]
        if len(slices) > MOST_SLICES:
            raise Refused(f"Maximum {MOST_SLICES} slices are allowed.")
        parent = str(next(self._ids))
        children: list[Order | Refused] = []
        for quantity in slices:
            part = replace(request, quantity=quantity, autoslice=False)
            try:
                child = self.place(account, part, through_api=True, tags=("autoslice", f"autoslice:{parent}"))
            except Refused as refusal:
                children.append(refusal)
            else:
                children.append(child)
        return parent, children

    def modify(self, order: Order, changed: Request) -> None:
        """Change a waiting order's type, quantity, prices and validity. Raise Refused when it cannot be changed."""
        if order.status in ENDED:
            raise Refused(
                f"Order cannot be modified as it is being processed or {order.status.lower()}.", "OrderException"
            )
        if order.modifications >= MOST_MODIFICATIONS:
            raise Refused("Maximum allowed order modifications exceeded.")
        if changed.quantity <= order.filled_quantity:
            raise Refused("Invalid `quantity`.")
        check(changed, self.market, self.rules, through_api=True)
        resting = order.status
        self._set(order, "MODIFY VALIDATION PENDING")
        self._set(order, "MODIFY PENDING")
        order.request = changed
        order.order_type, order.quantity = changed.order_type, changed.quantity
        order.price, order.trigger_price = changed.price, changed.trigger_price
        order.validity, order.disclosed_quantity = changed.validity, changed.disclosed_quantity
        order.pending_quantity = order.quantity - order.filled_quantity
        order.modified = True
        order.modifications += 1
        self._protect(order)
        self._set(order, "MODIFIED")
        # Back where it rested; an order at the exchange is then matched anew, and Kite shows no OPEN PENDING for it.
        order.status = "OPEN PENDING"
        if resting == "AMO REQ RECEIVED":
            self._set(order, resting)
        self._on_change(order, "UPDATE")
        if order.fate in {"open", "part"}:
            order.fate = "market"
        self._settle(order)

    def cancel(self, order: Order) -> None:
        """Cancel a waiting order; leave a cover order's second leg at the market. Raise Refused when it has ended."""
        if order.status not in CANCELLABLE:
            raise Refused(
                f"Order cannot be cancelled as it is being processed or {order.status.lower()}.", "OrderException"
            )
        if order.request.variety == "co" and order.parent_order_id:
            order.order_type, order.fate = "MARKET", "fill"
            self._set(order, "OPEN")
            self._settle(order)
            return
        self._set(order, "CANCEL PENDING")
        self._end_unfilled(order)

    def read(self, user_id: str) -> list[Order]:
        """Give a client's orders of today, oldest first; what waits to be read moves on before it is seen.

        One that is held moves one state, one that fills bit by bit by a bit. Yesterday's are wiped from Kite's book;
        what waits for the next session stays, and is released when that has begun.
        """
        self.release_due()
        mine = [order for order in self.orders.values() if order.user_id == user_id and self.is_of_today(order)]
        for order in mine:
            if order.held:
                self._advance(order)
            self.grow(order)
        return mine

    def is_of_today(self, order: Order) -> bool:
        day = (order.released_at or order.placed_at)[:10]
        return order.status == QUEUED or day == stamp(self._clock())[:10]

    def release_due(self) -> None:
        """Release what waits for a session that has begun."""
        now = self._clock()
        for order in [each for each in self.orders.values() if each.status == QUEUED]:
            if hours.released(order.request, order.placed_at) <= now:
                self._release(order)

    def _release(self, order: Order) -> None:
        """Send a waiting order to the exchange: filled, rejected, or as the market has it. It stays ``amo``."""
        order.fate, order.then = order.then, "market"
        order.released_at = stamp(self._clock())
        fault = self._fault(order)
        if fault:
            self._reject(order, fault)
            return
        self._set(order, "OPEN PENDING")
        self._settle(order)

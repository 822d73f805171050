"""Stand-ins for what is outside, each small enough to be believed.

FakeKite keeps the contract of tests/kite/test_contract.py, like the real adapter.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from hashlib import sha256

from tests.journey.fake_lists import FakeInstruments, FakeReference
from tokri.core.basket import Draft, OrderText
from tokri.core.instrument import Key
from tokri.core.ports import (
    BookOrder,
    Funds,
    Handback,
    Handoff,
    Holding,
    KiteApp,
    KiteRefused,
    Outside,
    Reading,
    SealBroken,
    Segment,
    Session,
    Store,
    ToAuthorise,
    TokenRefused,
    Trade,
)
from tokri.core.ports.kite import MOST_QUOTES
from tokri.core.quote import Quote

#: A Wednesday, 10:30 in India.
MORNING = datetime(2026, 2, 11, 5, 0, tzinfo=UTC)


class Crash(BaseException):
    """The process is gone: nothing after this line happens, and nobody catches it."""


def funds(net: str = "100000") -> Funds:
    """So many rupees left in the segment of shares, none blocked."""
    equity = Segment(True, Decimal(net), Decimal(net), Decimal(net), Decimal(0), Decimal(0))
    return Funds(equity, Segment(False, Decimal(0), Decimal(0), Decimal(0), Decimal(0), Decimal(0)))


@dataclass
class FakeKite:
    """Kite in memory: tokens that are spent by one exchange, sessions that end, one order book for all.

    `fail` makes the next calls of a kind raise; with `carried_out` the call is done all the same, as when an
    answer is lost on its way back. `calls` is what was asked, in order.
    """

    calls: list[str] = field(default_factory=list)
    book: list[BookOrder] = field(default_factory=list)
    money: Funds = field(default_factory=funds)
    held: list[Holding] = field(default_factory=list)
    market: dict[Key, Quote] = field(default_factory=dict)
    asked_quotes: list[tuple[Key, ...]] = field(default_factory=list)
    asked_to_authorise: dict[str, tuple[ToAuthorise, ...]] = field(default_factory=dict)
    _logins: int = 0
    _tokens: dict[str, str] = field(default_factory=dict)
    _sessions: dict[str, str] = field(default_factory=dict)
    _faults: dict[str, list[tuple[BaseException, bool]]] = field(default_factory=lambda: defaultdict(list))

    # what a test does

    def log_in(self, kite_user_id: str = "AB1234") -> str:
        """Somebody logs in at Kite; answers the request token that the redirect carries."""
        self._logins += 1
        token = f"request{self._logins:025d}"
        self._tokens[token] = kite_user_id
        return token

    def place(self, *orders: BookOrder) -> None:
        self.book.extend(orders)

    def fail(self, call: str, *faults: BaseException, carried_out: bool = False) -> None:
        self._faults[call].extend((fault, carried_out) for fault in faults)

    @property
    def open_sessions(self) -> int:
        return len(self._sessions)

    # what Tokri asks

    def exchange(self, request_token: str) -> Session:
        self._enter("exchange", request_token)
        if (kite_user_id := self._tokens.pop(request_token, None)) is None:
            raise TokenRefused("Token is invalid or has expired.")
        access_token = "access" + request_token.removeprefix("request")
        self._sessions[access_token] = kite_user_id
        self._leave()
        return Session(kite_user_id, access_token)

    def orders(self, session: Session) -> Sequence[BookOrder]:
        self._read("orders", session)
        return tuple(self.book)

    def history(self, session: Session, order_id: str) -> Sequence[BookOrder]:
        self._read("history", session)
        steps = tuple(order for order in self.book if order.order_id == order_id)
        if not steps:
            raise KiteRefused("Couldn't find that `order_id`.")
        return steps

    def trades(self, session: Session) -> Sequence[Trade]:
        self._read("trades", session)
        return tuple(_fill(order) for order in self.book if order.filled_quantity)

    def margins(self, session: Session) -> Funds:
        self._read("margins", session)
        return self.money

    def holdings(self, session: Session) -> Sequence[Holding]:
        self._read("holdings", session)
        return tuple(self.held)

    def quotes(self, session: Session, keys: Sequence[Key]) -> Mapping[Key, Quote]:
        self._read("quotes", session)
        assert 0 < len(keys) <= MOST_QUOTES
        self.asked_quotes.append(tuple(keys))
        return {key: self.market[key] for key in keys if key in self.market}

    def authorise(self, session: Session, wanted: Sequence[ToAuthorise]) -> str:
        self._read("authorise", session)
        request_id = f"authorisation{len(self.asked_to_authorise) + 1:019d}"
        self.asked_to_authorise[request_id] = tuple(wanted)
        return request_id

    def _read(self, call: str, session: Session) -> None:
        self._enter(call, session.access_token)
        if session.access_token not in self._sessions:
            raise TokenRefused("Incorrect `api_key` or `access_token`.")
        self._leave()

    def end(self, session: Session) -> None:
        self._enter("end", session.access_token)
        self._sessions.pop(session.access_token, None)
        self._leave()

    def _enter(self, call: str, _token: str) -> None:
        self.calls.append(call)
        self._fault: BaseException | None
        self._fault, carried_out = self._faults[call].pop(0) if self._faults[call] else (None, False)
        if self._fault is not None and not carried_out:
            raise self._fault

    def _leave(self) -> None:
        if self._fault is not None:
            raise self._fault


def _fill(order: BookOrder) -> Trade:
    """One fill of all that was filled of the order."""
    return Trade(
        trade_id=f"1{order.order_id}",
        order_id=order.order_id,
        exchange_order_id=order.exchange_order_id,
        tradingsymbol=order.tradingsymbol,
        exchange=order.exchange,
        transaction_type=order.transaction_type,
        product=order.product,
        quantity=order.filled_quantity,
        average_price=order.average_price,
        fill_timestamp=order.order_timestamp,
    )


def book_order(**changes: object) -> BookOrder:
    """An order of the book: ten INFY bought at market, filled."""
    usual = BookOrder(
        order_id="1953341975595868160",
        status="COMPLETE",
        status_message=None,
        tradingsymbol="INFY",
        exchange="NSE",
        transaction_type="BUY",
        order_type="MARKET",
        product="CNC",
        variety="regular",
        quantity=10,
        filled_quantity=10,
        pending_quantity=0,
        cancelled_quantity=0,
        price=Decimal(0),
        trigger_price=Decimal(0),
        average_price=Decimal("1502.35"),
        order_timestamp="2026-02-11 10:31:07",
        tag="K7Q2M9X1",
        tags=("K7Q2M9X1",),
    )
    return replace(usual, **changes)  # type: ignore[arg-type]  # a test names the fields it changes


def holding(**changes: object) -> Holding:
    """Shares held: ten INFY, none of them sold or free to be."""
    usual = Holding("INFY", "NSE", "INE009A01021", "CNC", 10, 0, 0, 0, "2026-02-11 00:00:00")
    return replace(usual, **changes)  # type: ignore[arg-type]  # a test names the fields it changes


class FakeClock:
    """A clock that moves when told."""

    def __init__(self, now: datetime = MORNING) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **time: float) -> None:
        self.now += timedelta(**time)


class FakeChance:
    """Ids that can be foretold."""

    def __init__(self) -> None:
        self._count = 0

    def token(self) -> str:
        self._count += 1
        return f"token{self._count:017d}"


class FakeSealer:
    """Reversible, and still bound to its row."""

    def seal(self, secret: str, context: str) -> str:
        return f"sealed for {context}: {secret[::-1]}"

    def unseal(self, sealed: str, context: str) -> str:
        head = f"sealed for {context}: "
        if not sealed.startswith(head):
            raise SealBroken
        return sealed.removeprefix(head)[::-1]


class FakePasswords:
    """Passwords as they are, behind a mark: at once, and plain to see in a test. It counts how often it was asked."""

    def __init__(self) -> None:
        self.asked = 0

    def hash(self, password: str) -> str:
        return f"kept:{password}"

    def verify(self, password: str, hashed: str | None) -> bool:
        self.asked += 1
        return hashed == f"kept:{password}"

    def outdated(self, hashed: str) -> bool:
        return not hashed.startswith("kept:")

    def common(self) -> frozenset[str]:
        return frozenset({"password", "passwordpassword"})


class FakeSecondFactor:
    """A sign-in app whose code is the last six digits of the step, whatever the secret; its clock is the test's."""

    def __init__(self, clock: FakeClock) -> None:
        self._clock = clock

    def seconds(self) -> int:
        return int(self._clock().timestamp())

    def matches(self, secret: str, code: str, step: int) -> bool:
        return bool(secret) and code == f"{step % 1_000_000:06}"


def outside(store: Store, clock: FakeClock | None = None) -> Outside:
    """All that a use case may touch, with one made-up Kite app that may read."""
    app = KiteApp("kitekey", "https://kite.zerodha.com", basket_limit=10, read_orders="ask", can_read=True)
    now = clock or FakeClock()
    return Outside(
        store,
        now,
        FakeChance(),
        FakeSealer(),
        app,
        FakeInstruments(),
        FakeReference(),
        FakePasswords(),
        FakeSecondFactor(now),
    )


# --- a person who came back from Kite and said yes ----------------------------------------------


def payload(tag: str) -> str:
    """The `data` field of a hand-off of ten INFY."""
    return (
        '[{"variety":"regular","tradingsymbol":"INFY","exchange":"NSE","transaction_type":"BUY",'
        f'"order_type":"MARKET","quantity":10,"readonly":false,"tag":"{tag}"}}]'
    )


def ask_for_a_reading(
    outside: Outside,
    request_token: str,
    *,
    name: str = "1",
    keep: bool = False,
    known: str | None = None,
    own_tag: str = "",
) -> str:
    """Ten INFY were handed off, the browser came back with `request_token`, and the person asked for a reading.

    Answers the reading's id; its job "exchange" is due. The tag is K7Q2M9X and `name`, a letter or digit.
    `known` is the Kite account the person said is theirs; `own_tag` the tag that they gave the order themselves.
    """
    tag = f"K7Q2M9X{name}"
    at, data = outside.clock(), payload(own_tag or tag)
    visitor_id, basket_id, handoff_id, handback_id = (f"{kind}{name}" for kind in ("visitor", "basket", "out", "back"))
    with outside.store.writing() as unit:
        unit.visitors.ensure(visitor_id, at)
        if known is not None:
            unit.visitors.set_kite_user(visitor_id, known)
        order = OrderText("regular", "INFY", "NSE", "BUY", "MARKET", quantity="10")
        version = unit.baskets.add(basket_id, visitor_id, Draft("Ten INFY", (order,)), at)
        handoff = Handoff(
            id=handoff_id,
            basket_id=basket_id,
            visitor_id=visitor_id,
            version_number=version.number,
            version_sha256=version.sha256,
            review_sha256=sha256(b"what was shown").hexdigest(),
            part=1,
            parts=1,
            first_order=0,
            orders=1,
            attempt=1,
            tag=tag,
            nonce=outside.chance.token(),
            payload=data,
            payload_sha256=sha256(data.encode()).hexdigest(),
            created_at=at,
        )
        unit.handoffs.add(handoff)
        unit.handoffs.leave(handoff_id, visitor_id, visitor_id, at)
        sealed = outside.sealer.seal(request_token, f"handback:{handback_id}")
        token_sha256 = sha256(request_token.encode()).hexdigest()
        unit.handoffs.take_back(
            Handback(handback_id, visitor_id, handoff_id, "success", "", token_sha256, sealed, at=at)
        )
        reading = Reading(f"reading{name}", handoff_id, visitor_id, handback_id, keep=keep, asked_at=at)
        unit.readings.add(reading)
        unit.jobs.add("exchange", reading.id, at)
    return reading.id


def reading_now(outside: Outside, reading_id: str) -> Reading:
    with outside.store.reading() as view:
        reading = view.readings.by_id(reading_id)
    assert reading is not None
    return reading

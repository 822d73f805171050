"""What tokri/core/ports promises of Kite.

Held by the adapter against two servers, and by the fake that all other tests use.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

import pytest

from tests.journey.fakes import MORNING, FakeKite, book_order
from tests.kite import scripted, small_kite, stand_in
from tokri.core.instrument import Key
from tokri.core.ports import Kite, KiteRefused, Session, ToAuthorise, TokenRefused
from tokri.core.quote import Quote
from tokri.core.times import ist
from tokri.kite import KiteConnect

INFY, M_AND_M, NOWHERE = Key("NSE", "INFY"), Key("NSE", "M&M"), Key("NSE", "NOWHERE")


@dataclass
class Side:
    """One Kite, and a person who buys ten INFY there under the tag K7Q2M9X1 and comes back with a token."""

    kite: Kite
    kite_user_id: str
    place_and_return: Callable[[], str]


@pytest.fixture
def fake() -> Side:
    kite = FakeKite()
    for key in (INFY, M_AND_M):
        kite.market[key] = Quote(Decimal("1502.35"), MORNING, MORNING, Decimal(1350), Decimal(1650))

    def place_and_return() -> str:
        kite.place(book_order(tag="K7Q2M9X1"))
        return kite.log_in("AB1234")

    return Side(kite, "AB1234", place_and_return)


@pytest.fixture
def small() -> Iterator[Side]:
    server = small_kite.SmallKite()

    def place_and_return() -> str:
        server.book.append(small_kite.row(tag="K7Q2M9X1"))
        server.tokens[token := f"{len(server.book):032d}"] = "AB1234"
        return token

    with scripted.serving() as script:
        script.reply = server.reply
        yield Side(KiteConnect("kitekey", "kitesecret", script.url), "AB1234", place_and_return)


@pytest.fixture(scope="module")
def origin() -> Iterator[str]:
    with stand_in.running() as address:
        yield address


@pytest.fixture
def simulator(origin: str) -> Side:
    person = stand_in.Person(origin)
    person.reset()

    def place_and_return() -> str:
        order = {"variety": "regular", "tradingsymbol": "INFY", "exchange": "NSE", "transaction_type": "BUY"}
        order |= {"order_type": "MARKET", "product": "CNC", "tag": "K7Q2M9X1"}
        came_back = person.place(order | {"quantity": 10, "readonly": False})
        assert came_back["status"] == ["success"]
        [token] = came_back["request_token"]
        return token

    return Side(KiteConnect(stand_in.API_KEY, stand_in.API_SECRET, origin), person.user_id, place_and_return)


@pytest.fixture(params=["fake", "small", "simulator"])
def side(request: pytest.FixtureRequest) -> Side:
    chosen: Side = request.getfixturevalue(request.param)
    return chosen


def test_a_fresh_token_becomes_a_session_of_whoever_logged_in(side: Side) -> None:
    session = side.kite.exchange(side.place_and_return())
    assert session.kite_user_id == side.kite_user_id
    assert session.access_token


def test_a_token_is_good_for_one_exchange(side: Side) -> None:
    token = side.place_and_return()
    side.kite.exchange(token)
    with pytest.raises(TokenRefused) as caught:
        side.kite.exchange(token)
    assert caught.value.kite_said


def test_a_made_up_token_is_refused(side: Side) -> None:
    with pytest.raises(TokenRefused):
        side.kite.exchange("x" * 32)


def test_the_book_holds_what_was_placed_as_exact_values(side: Side) -> None:
    session = side.kite.exchange(side.place_and_return())
    [order] = side.kite.orders(session)
    assert (order.tradingsymbol, order.exchange, order.transaction_type) == ("INFY", "NSE", "BUY")
    assert order.order_id.isdigit()
    assert order.quantity == 10
    assert "K7Q2M9X1" in (order.tag, *order.tags)
    assert all(type(value) is Decimal for value in (order.price, order.trigger_price, order.average_price))
    assert all(type(value) is int for value in (order.filled_quantity, order.pending_quantity))


def test_a_session_that_was_ended_reads_nothing_more(side: Side) -> None:
    session = side.kite.exchange(side.place_and_return())
    side.kite.end(session)
    with pytest.raises(TokenRefused):
        side.kite.orders(session)


def test_ending_a_session_that_is_dead_already_is_no_error(side: Side) -> None:
    session = side.kite.exchange(side.place_and_return())
    side.kite.end(session)
    side.kite.end(session)
    side.kite.end(Session("AB1234", "never-was-one"))


READS: dict[str, Callable[[Kite, Session], object]] = {
    "orders": lambda kite, session: kite.orders(session),
    "history": lambda kite, session: kite.history(session, "1953341975595868160"),
    "trades": lambda kite, session: kite.trades(session),
    "margins": lambda kite, session: kite.margins(session),
    "holdings": lambda kite, session: kite.holdings(session),
    "quotes": lambda kite, session: kite.quotes(session, [INFY]),
    "authorise": lambda kite, session: kite.authorise(session, ()),
}


@pytest.mark.parametrize("name", READS)
def test_a_made_up_session_reads_nothing(side: Side, name: str) -> None:
    with pytest.raises(KiteRefused):
        READS[name](side.kite, Session("AB1234", "never-was-one"))


def test_the_history_of_an_order_ends_as_the_book_has_it(side: Side) -> None:
    session = side.kite.exchange(side.place_and_return())
    [order] = side.kite.orders(session)
    steps = side.kite.history(session, order.order_id)
    assert {step.order_id for step in steps} == {order.order_id}
    assert (steps[-1].status, steps[-1].filled_quantity) == (order.status, order.filled_quantity)


def test_an_order_that_is_not_theirs_has_no_history(side: Side) -> None:
    session = side.kite.exchange(side.place_and_return())
    with pytest.raises(KiteRefused) as caught:
        side.kite.history(session, "1")
    assert caught.value.kite_said == "Couldn't find that `order_id`."


def test_the_trades_add_up_to_what_the_book_says_was_filled(side: Side) -> None:
    session = side.kite.exchange(side.place_and_return())
    [order] = side.kite.orders(session)
    trades = side.kite.trades(session)
    assert order.filled_quantity == 10
    assert sum(trade.quantity for trade in trades if trade.order_id == order.order_id) == 10
    assert {(trade.tradingsymbol, trade.transaction_type, trade.product) for trade in trades} == {
        ("INFY", "BUY", "CNC")
    }
    assert all(type(trade.average_price) is Decimal and trade.average_price > 0 for trade in trades)


def test_the_money_and_the_shares_are_exact_values(side: Side) -> None:
    session = side.kite.exchange(side.place_and_return())
    equity = side.kite.margins(session).equity
    assert equity.enabled
    assert all(type(value) is Decimal for value in (equity.net, equity.cash, equity.used))
    for holding in side.kite.holdings(session):
        assert type(holding.quantity) is int
        assert holding.isin


def test_the_market_is_told_of_what_kite_knows_in_exact_values_with_their_moment(side: Side) -> None:
    session = side.kite.exchange(side.place_and_return())
    found = side.kite.quotes(session, [INFY, NOWHERE, M_AND_M])
    assert set(found) == {INFY, M_AND_M}
    for quote in found.values():
        assert type(quote.last_price) is type(quote.lower_circuit) is type(quote.upper_circuit) is Decimal
        assert quote.lower_circuit <= quote.last_price <= quote.upper_circuit
        assert quote.traded_at is not None
        assert quote.at is not None
        assert ist(quote.traded_at).date() == ist(quote.at).date() == ist(MORNING).date()


def test_of_what_kite_knows_none_of_nothing_is_told(side: Side) -> None:
    session = side.kite.exchange(side.place_and_return())
    assert not side.kite.quotes(session, [NOWHERE])


def test_a_sale_is_let_be_authorised_by_a_request_each_time(side: Side) -> None:
    session = side.kite.exchange(side.place_and_return())
    for _ in range(2):
        assert side.kite.authorise(session, [ToAuthorise("INE009A01021", 4), ToAuthorise("INE062A01020", 1)])


def test_one_sessions_end_leaves_another_alone(side: Side) -> None:
    first = side.kite.exchange(side.place_and_return())
    second = side.kite.exchange(side.place_and_return())
    side.kite.end(first)
    assert len(side.kite.orders(second)) == 2

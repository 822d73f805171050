"""Kite Connect, as far as Tokri uses it: exchange a token, read the order book, end the session.

Source: https://kite.trade/docs/connect/v3/ (user, orders, exceptions). Every answer is read strictly into
values of tokri/core/ports, or becomes one of its KiteFaults; which one is a table, never the answer's choice.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import urlencode

from tokri import http
from tokri.core import kite_session
from tokri.core.ports import (
    BookOrder,
    KiteBusy,
    KiteDown,
    KiteFault,
    KiteNonsense,
    KiteRefused,
    KiteUnreachable,
    NotAllowed,
    OutcomeUnknown,
    Session,
    TokenRefused,
)

#: The longest answer read: 5,000 orders, the most an account may place in a day, take about 6 MB.
LONGEST_BOOK: Final = 8_000_000
LONGEST_SESSION: Final = 64_000

#: The longest of Kite's own sentences that is kept.
LONGEST_SAID: Final = 200

#: No price or quantity has more digits, or starts further from the point, than this.
MOST_DIGITS: Final = 30
MOST_PLACES: Final = 15

#: What Kite calls its errors, whatever the HTTP status. Any other is KiteDown with a 5xx, else KiteRefused.
FAULTS: Final[Mapping[str, type[KiteFault]]] = {
    "TokenException": TokenRefused,
    "PermissionException": NotAllowed,
    "UserException": NotAllowed,
    "TwoFAException": NotAllowed,
    "NetworkException": KiteDown,
    "DataException": KiteDown,
}

#: Kite says these two as InputException.
TELLING_WORDS: Final[Mapping[str, type[KiteFault]]] = {
    "user is not enabled": NotAllowed,
    "access_token": TokenRefused,
}


@dataclass(frozen=True, slots=True)
class KiteConnect:
    """Kite Connect for one app. Fulfils ports.Kite; `api_url` is an origin without a slash at its end."""

    api_key: str
    api_secret: str = field(repr=False)
    api_url: str
    timeouts: tuple[float, float] = http.TIMEOUTS
    deadline: float = http.DEADLINE

    def exchange(self, request_token: str) -> Session:
        """`POST /session/token`, https://kite.trade/docs/connect/v3/user/#login-flow.

        Any answer that leaves open whether a session was made is OutcomeUnknown.
        """
        form = {
            "api_key": self.api_key,
            "request_token": request_token,
            "checksum": kite_session.checksum(self.api_key, request_token, self.api_secret),
        }
        answer = self._send("POST", "/session/token", most_bytes=LONGEST_SESSION, form=form)
        try:
            return _session(_data(answer))
        except KiteNonsense as nonsense:
            if answer.status < HTTPStatus.MULTIPLE_CHOICES or answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
                raise OutcomeUnknown from nonsense
            raise

    def orders(self, session: Session) -> Sequence[BookOrder]:
        """`GET /orders`, https://kite.trade/docs/connect/v3/orders/#retrieving-orders."""
        answer = self._send("GET", "/orders", most_bytes=LONGEST_BOOK, session=session)
        rows = _data(answer)
        if not isinstance(rows, list):
            raise KiteNonsense
        return tuple(sorted(map(_book_order, rows), key=lambda order: order.order_timestamp or ""))

    def end(self, session: Session) -> None:
        """`DELETE /session/token`, https://kite.trade/docs/connect/v3/user/#logout.

        Kite takes the token in the query here and nowhere else; http.py lets no URL be logged.
        """
        query = urlencode({"api_key": self.api_key, "access_token": session.access_token})
        answer = self._send("DELETE", f"/session/token?{query}", most_bytes=LONGEST_SESSION, session=session)
        try:
            _data(answer)
        except TokenRefused:
            return

    def _send(
        self,
        method: str,
        path: str,
        *,
        most_bytes: int,
        session: Session | None = None,
        form: Mapping[str, str] | None = None,
    ) -> http.Answer:
        headers = {"X-Kite-Version": "3", "Accept": "application/json"}
        if session is not None:
            headers["Authorization"] = f"token {self.api_key}:{session.access_token}"
        try:
            return http.send(
                method,
                self.api_url + path,
                headers=headers,
                form=form,
                most_bytes=most_bytes,
                timeouts=self.timeouts,
                deadline=self.deadline,
            )
        except http.NeverSent as error:
            raise KiteUnreachable from error
        except http.Interrupted as error:
            raise OutcomeUnknown from error


def _data(answer: http.Answer) -> Any:
    """What Kite's envelope holds, or the fault it tells of."""
    if answer.status == HTTPStatus.TOO_MANY_REQUESTS:
        raise KiteBusy(_said(_envelope(answer)))
    envelope = _envelope(answer)
    if not envelope:
        raise KiteNonsense
    if envelope.get("status") == "error" or "error_type" in envelope:
        raise _fault(answer.status, envelope)
    if answer.status != HTTPStatus.OK or envelope.get("status") != "success" or "data" not in envelope:
        raise KiteNonsense
    return envelope["data"]


def _envelope(answer: http.Answer) -> Mapping[str, Any]:
    """The JSON object that every answer of Kite is; empty if this is none."""
    if "json" not in answer.content_type.lower():
        return {}
    try:
        value = json.loads(answer.body, parse_float=Decimal, parse_constant=_no_number)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def _no_number(text: str) -> None:
    raise ValueError(text)


def _fault(status: int, envelope: Mapping[str, Any]) -> KiteFault:
    said, error_type = _said(envelope), str(envelope.get("error_type"))
    if error_type == "InputException":
        for words, telling in TELLING_WORDS.items():
            if words in said:
                return telling(said)
    other = KiteDown if status >= HTTPStatus.INTERNAL_SERVER_ERROR else KiteRefused
    return FAULTS.get(error_type, other)(said)


def _said(envelope: Mapping[str, Any]) -> str:
    """Kite's own sentence, fit to be shown: printable, and of bounded length."""
    message = envelope.get("message")
    return _printable(message)[:LONGEST_SAID] if isinstance(message, str) else ""


def _printable(text: str) -> str:
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


def _session(data: Any) -> Session:
    if not isinstance(data, dict):
        raise KiteNonsense
    session = Session(_word(data, "user_id"), _word(data, "access_token"))
    if " " in session.access_token or not session.access_token.isascii():
        # It is about to stand in a header.
        raise KiteNonsense
    return session


def _book_order(row: Any) -> BookOrder:
    if not isinstance(row, dict):
        raise KiteNonsense
    return BookOrder(
        order_id=_word(row, "order_id"),
        status=_word(row, "status"),
        status_message=_words(row, "status_message"),
        tradingsymbol=_word(row, "tradingsymbol"),
        exchange=_word(row, "exchange"),
        transaction_type=_word(row, "transaction_type"),
        order_type=_word(row, "order_type"),
        product=_word(row, "product"),
        variety=_word(row, "variety"),
        quantity=_whole(row, "quantity"),
        filled_quantity=_whole(row, "filled_quantity"),
        pending_quantity=_whole(row, "pending_quantity"),
        cancelled_quantity=_whole(row, "cancelled_quantity"),
        price=_rupees(row, "price"),
        trigger_price=_rupees(row, "trigger_price"),
        average_price=_rupees(row, "average_price"),
        order_timestamp=_words(row, "order_timestamp"),
        tag=_words(row, "tag"),
        tags=_tags(row),
    )


def _word(row: Mapping[str, Any], key: str) -> str:
    value = row.get(key)
    if not isinstance(value, str) or not value or not value.isprintable():
        raise KiteNonsense
    return value


def _words(row: Mapping[str, Any], key: str) -> str | None:
    """Text that may be absent; what cannot be printed or stored is left out of it."""
    value = row.get(key)
    if value is None:
        return None
    if not isinstance(value, str):
        raise KiteNonsense
    return _printable(value)


def _tags(row: Mapping[str, Any]) -> tuple[str, ...]:
    value = row.get("tags")
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(tag, str) for tag in value):
        raise KiteNonsense
    return tuple(_printable(tag) for tag in value)


def _rupees(row: Mapping[str, Any], key: str) -> Decimal:
    """An exact number of a size that Kite could mean: an exponent must not fill a page or a column."""
    value = row.get(key)
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise KiteNonsense
    number = Decimal(value)
    if len(number.as_tuple().digits) > MOST_DIGITS or abs(number.adjusted()) > MOST_PLACES:
        raise KiteNonsense
    return number


def _whole(row: Mapping[str, Any], key: str) -> int:
    """A quantity. Kite's Go client reads it as a float, so 10.0 is ten; 1.5 is nonsense."""
    number = _rupees(row, key)
    if number < 0 or number != number.to_integral_value():
        raise KiteNonsense
    return int(number)

"""Kite Connect, as far as Tokri uses it, over HTTP.

Source: https://kite.trade/docs/connect/v3/ (user, orders, portfolio, exceptions). Every answer is read strictly into
values of tokri/core/ports, or becomes one of its KiteFaults: envelope.py tells which, account.py and
tokri/core/kite_record.py read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import quote, urlencode

from tokri import http
from tokri.core import kite_record, kite_session
from tokri.core.instrument import Key
from tokri.core.kite_fields import rows
from tokri.core.ports import (
    BookOrder,
    Funds,
    Holding,
    KiteNonsense,
    KiteUnreachable,
    OutcomeUnknown,
    Session,
    ToAuthorise,
    TokenRefused,
    Trade,
)
from tokri.core.quote import Quote
from tokri.kite import account
from tokri.kite import quotes as market
from tokri.kite.envelope import data

#: The longest answer read: 5,000 orders, the most an account may place in a day, take about 6 MB.
LONGEST_BOOK: Final = 8_000_000
LONGEST_SESSION: Final = 64_000


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
            return account.session(data(answer))
        except KiteNonsense as nonsense:
            if answer.status < HTTPStatus.MULTIPLE_CHOICES or answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
                raise OutcomeUnknown from nonsense
            raise

    def orders(self, session: Session) -> Sequence[BookOrder]:
        """`GET /orders`, https://kite.trade/docs/connect/v3/orders/#retrieving-orders."""
        found = map(kite_record.book_order, rows(self._read("/orders", session)))
        return tuple(sorted(found, key=lambda order: order.order_timestamp or ""))

    def history(self, session: Session, order_id: str) -> Sequence[BookOrder]:
        """`GET /orders/<order_id>`, https://kite.trade/docs/connect/v3/orders/#retrieving-an-orders-history."""
        return tuple(map(kite_record.book_order, rows(self._read(f"/orders/{quote(order_id, safe='')}", session))))

    def trades(self, session: Session) -> Sequence[Trade]:
        """`GET /trades`, https://kite.trade/docs/connect/v3/orders/#retrieving-all-trades."""
        return tuple(map(kite_record.trade, rows(self._read("/trades", session))))

    def margins(self, session: Session) -> Funds:
        """`GET /user/margins`, https://kite.trade/docs/connect/v3/user/#funds-and-margins."""
        return account.funds(self._read("/user/margins", session, LONGEST_SESSION))

    def holdings(self, session: Session) -> Sequence[Holding]:
        """`GET /portfolio/holdings`, https://kite.trade/docs/connect/v3/portfolio/#holdings."""
        return tuple(map(account.holding, rows(self._read("/portfolio/holdings", session))))

    def quotes(self, session: Session, keys: Sequence[Key]) -> Mapping[Key, Quote]:
        """`GET /quote`, https://kite.trade/docs/connect/v3/market-quotes/#retrieving-full-market-quotes."""
        query = urlencode([("i", market.named(key)) for key in keys])
        return market.quotes(self._read(f"/quote?{query}", session), keys)

    def authorise(self, session: Session, wanted: Sequence[ToAuthorise]) -> str:
        """`POST /portfolio/holdings/authorise`, https://kite.trade/docs/connect/v3/portfolio/#initiating-authorisation."""
        form = {"isin": [each.isin for each in wanted], "quantity": [str(each.quantity) for each in wanted]}
        answer = self._send(
            "POST", "/portfolio/holdings/authorise", most_bytes=LONGEST_SESSION, session=session, form=form
        )
        return account.request_id(data(answer))

    def end(self, session: Session) -> None:
        """`DELETE /session/token`, https://kite.trade/docs/connect/v3/user/#logout.

        Kite takes the token in the query here and nowhere else; http.py lets no URL be logged.
        """
        query = urlencode({"api_key": self.api_key, "access_token": session.access_token})
        answer = self._send("DELETE", f"/session/token?{query}", most_bytes=LONGEST_SESSION, session=session)
        try:
            data(answer)
        except TokenRefused:
            return

    def _read(self, path: str, session: Session, most_bytes: int = LONGEST_BOOK) -> Any:
        return data(self._send("GET", path, most_bytes=most_bytes, session=session))

    def _send(
        self,
        method: str,
        path: str,
        *,
        most_bytes: int,
        session: Session | None = None,
        form: Mapping[str, str | list[str]] | None = None,
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

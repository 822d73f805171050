"""The search for instruments: as JSON for the order form's script, and as a page that does the same without one.

It is not counted against a limit: a search reads a few rows of a file, and to count it would write to the store.
"""

from __future__ import annotations

import json
from typing import Final

from flask import Response, render_template, request

from tokri.core.basket import plain
from tokri.core.choices import CHOICES
from tokri.core.instrument import Hit, Hits
from tokri.core.reference import FRESH_FOR, Leaning
from tokri.core.times import ist
from tokri.journey import instruments as journey
from tokri.web.context import outside

_LONGEST: Final = 200

#: Writes JSON without spaces; made once, for it answers at each letter.
_written: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

#: The browser asks each time whether its answer still holds; one that is the same is not sent again.
_KEPT: Final = "private, no-cache"


def search() -> Response:
    """The hits for `q`, on all exchanges or on `exchange`, as JSON.

    An object with `hits`, `meant`, which tells that nothing has that name and these are the nearest, and `full`, which
    tells that these are as many as are given, so that there may be more. A hit has exchange, tradingsymbol, name, kind,
    lot_size, tick_size, expiry, last_price, price_on and twin; prices are text, days are written as ISO does, and what
    there is not is null.
    """
    tag = journey.edition(outside())
    answer = Response(status=304) if tag in request.if_none_match else _found()
    answer.set_etag(tag)
    answer.headers["Cache-Control"] = _KEPT
    answer.headers["Vary"] = "Cookie"
    return answer


def _found() -> Response:
    text, exchange = _asked()
    found = journey.find(outside(), text, exchange)
    body = {"hits": [_as_json(hit) for hit in found.hits], "meant": found.meant, "full": _full(found)}
    return Response(_written(body), mimetype="application/json")


def page() -> str:
    """The same search as a page."""
    text, exchange = _asked()
    state = outside().instruments.state()
    found = journey.find(outside(), text, exchange) if text else None
    old = state is not None and ist(outside().clock()).date() - state.on >= FRESH_FOR[Leaning.INSTRUMENTS]
    return render_template(
        "instruments.html",
        q=text,
        exchange=exchange,
        exchanges=CHOICES["exchange"],
        found=found,
        full=found is not None and _full(found),
        state=state,
        old=old,
    )


def _full(found: Hits) -> bool:
    return len(found.hits) == journey.MOST


def _asked() -> tuple[str, str]:
    exchange = request.args.get("exchange", "")
    # What no key types would break the page's HTML, and finds nothing.
    typed = "".join(each for each in request.args.get("q", "")[:_LONGEST] if each.isprintable())
    return typed.strip(), exchange if exchange in CHOICES["exchange"] else ""


def _as_json(hit: Hit) -> dict[str, object]:
    instrument, price, twin = hit.instrument, hit.last_price, hit.twin
    return {
        "exchange": instrument.exchange,
        "tradingsymbol": instrument.tradingsymbol,
        "name": instrument.name,
        "kind": instrument.kind,
        "lot_size": instrument.lot_size,
        "tick_size": plain(instrument.tick_size),
        "expiry": instrument.expiry.isoformat() if instrument.expiry else None,
        "last_price": plain(price.price) if price else None,
        "price_on": price.on.isoformat() if price else None,
        "twin": {"exchange": twin.exchange, "tradingsymbol": twin.tradingsymbol} if twin else None,
    }

"""What a view is given: the outside world, the limits, and whose browser this is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import NamedTuple
from urllib.parse import urlsplit

from flask import abort, current_app, g, request, session

from tokri.core.address import address_class
from tokri.core.formats import ReadSheet
from tokri.core.ports import Limits, Outside, StoreBusy, StoreFull, StoreUnready
from tokri.core.ports.logo import ReadLogo
from tokri.core.postback import Postback
from tokri.web.assets import Assets
from tokri.web.words.times import demo_words

#: Where the tools hang on the application.
KEY = "tokri"


@dataclass(frozen=True, slots=True)
class Tools:
    """What app.py hands to the views. `desk_cookie` is the name of the cookie of those who are signed in.

    `public_url` is the origin under which everybody meets the site; `can_mail`: a mail server is set. `read_long_sheet`
    reads as many rows as a tradebook may have.
    `is_kites` tells whether a postback is one of Kite's, by the api_secret; None without one.
    """

    outside: Outside
    limits: Limits
    assets: Assets
    demo: bool
    public_builder: bool | None
    site_name: str
    read_sheet: ReadSheet
    read_long_sheet: ReadSheet
    read_logo: ReadLogo
    desk_cookie: str
    secure: bool
    public_url: str
    can_mail: bool
    is_kites: Callable[[Postback], bool] | None = field(default=None, repr=False)


def tools() -> Tools:
    """The tools of the running application."""
    found: Tools = current_app.extensions[KEY]
    return found


def outside() -> Outside:
    """The outside world, as the use cases want it: with whose step a request is, and from what class of address."""
    found: Outside | None = g.get("outside")
    if found is None:
        found = replace(tools().outside, who="visitor", where=address_class(address()))
        g.outside = found
    return found


def now() -> datetime:
    """The time by the application's clock, in UTC."""
    return outside().clock()


def visitor_id() -> str | None:
    """The id in this browser's signed cookie, if it brought one."""
    found = session.get("visitor")
    return found if isinstance(found, str) else None


def known_visitor() -> str:
    """The id in this browser's cookie, renewed; without one the page asked for does not exist for it."""
    found = visitor_id()
    if found is None:
        abort(404)
    session.modified = True
    return found


def ensure_visitor() -> str:
    """The id in this browser's cookie, given now if it has none."""
    found = visitor_id()
    if found is None:
        found = outside().chance.token()
        session["visitor"] = found
    session.permanent = True
    session.modified = True
    return found


def builder_is_open() -> bool:
    """Whether anybody may build a basket without an account.

    As PUBLIC_BUILDER says; where it says nothing, until a firm is set up. The store is asked once a request at most.
    """
    said = tools().public_builder
    if said is not None:
        return said
    if "builder_is_open" not in g:
        with outside().store.reading() as view:
            g.builder_is_open = not view.firm.set_up()
    return bool(g.builder_is_open)


def _builder_is_offered() -> bool:
    """The same for a page that would offer it: not while the store gives no answer, so that the page stands."""
    try:
        return builder_is_open()
    except (StoreBusy, StoreFull, StoreUnready):
        return False


def builder_open() -> None:
    """Raise NotFound where the installation keeps building baskets to itself."""
    if not builder_is_open():
        abort(404)


def address() -> str:
    """The address the request came from, through as many proxies as PROXY_HOPS says."""
    return request.remote_addr or "unknown"


class Demo(NamedTuple):
    """The day the demo lives on, in words."""

    day: str


def site() -> dict[str, object]:
    """What every template may use."""
    here = tools()
    app = here.outside.app
    return {
        "demo": Demo(demo_words(now())) if here.demo else None,
        "site_name": here.site_name,
        "builder_is_open": _builder_is_offered,
        "kite_url": app.url,
        "kite_host": urlsplit(app.url).netloc,
        "basket_limit": app.basket_limit,
        "can_read": app.can_read,
    }

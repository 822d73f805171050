"""Errors at a client's address: in the firm's frame, in the client's language, and without the address itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from flask import g, render_template, request

from tokri.core.desk.firm import Firm
from tokri.core.ports import StoreBusy, StoreFull, StoreUnready
from tokri.link.look import token_sha256
from tokri.web.context import outside
from tokri.web.language import N_, _, ngettext, speak
from tokri.web.link.frame import enter_as

_MINUTE: Final = 60
_NOT_FOUND: Final = 404


@dataclass(frozen=True, slots=True)
class Fault:
    """What happened, and what to do; English, looked up when it is written."""

    title: str
    body: tuple[str, ...]


_NOTHING: Final = N_("Nothing was changed, and nothing was sent to Kite.")

#: By the status of the answer.
_FAULTS: Final[Mapping[int, Fault]] = {
    400: Fault(
        N_("This could not be read"),
        (
            _NOTHING,
            N_(
                "The page may have been open for long, or your browser does not keep this site’s cookie, which has to "
                "be allowed. Open the address from the message once more."
            ),
        ),
    ),
    403: Fault(N_("This came from another site"), (_NOTHING, N_("Open the address from the message once more."))),
    405: Fault(N_("This page cannot be used that way"), (N_("Open the address from the message once more."),)),
    413: Fault(N_("That was too much at once"), (_NOTHING, N_("Go back, write less, and try again."))),
    500: Fault(
        N_("Something went wrong on our side"),
        (
            N_("What you did last may not have been kept."),
            N_("Try again in a minute. Before you send any order again, look at your orders in Kite."),
        ),
    ),
    503: Fault(
        N_("Too many people are here at this moment"),
        (_NOTHING, N_("Wait a few seconds, then reload the page and let it send the form again.")),
    ),
}


def page(status: int) -> tuple[str, int]:
    """The page of an error, by its status; an address that leads nowhere has one of its own."""
    if status == _NOT_FOUND:
        return nowhere()
    _leave_the_link()
    fault = _FAULTS.get(status) or _FAULTS[500 if status >= 500 else 400]  # noqa: PLR2004 - the first server error
    return _written(_(fault.title), [_(each) for each in fault.body], status)


def come_back(seconds: int) -> tuple[str, int]:
    """The page for whoever asked too often: when they will be answered again."""
    _leave_the_link()
    if seconds < _MINUTE:
        title = ngettext("Come back in %(num)s second", "Come back in %(num)s seconds", seconds)
    else:
        minutes = -(-seconds // _MINUTE)
        title = ngettext("Come back in %(num)s minute", "Come back in %(num)s minutes", minutes)
    body = [_("That was tried too often in a short time."), _(_NOTHING)]
    return _written(title, body, 429)


def nowhere() -> tuple[str, int]:
    """The page of an address that is nobody's; it does not say the address."""
    _leave_the_link()
    return render_template("link/nowhere.html"), _NOT_FOUND


def page_too_old() -> str:
    """Why a form that asks who somebody is comes back: its protection is out of date, or there is no cookie."""
    return _(
        "The page had been open for long, or your browser does not keep this site’s cookie, which has to be allowed. "
        "Answer once more."
    )


def _leave_the_link() -> None:
    """Write the page in the firm's frame and, where the link is known, in its language; without the link's token."""
    token = str((request.view_args or {}).get("token", ""))
    firm, link = Firm(), None
    try:
        with outside().store.reading() as unit:
            latest, link = unit.firm.latest(), unit.links.by_token(token_sha256(token))
        firm = latest.firm if latest is not None else firm
    except (StoreBusy, StoreFull, StoreUnready):
        pass  # the page stands without the firm's name
    enter_as(firm)
    if link is not None:
        speak(link.language)


def _written(title: str, body: list[str], status: int) -> tuple[str, int]:
    return render_template("link/error.html", title=title, body=body, request_id=g.get("request_id", "")), status

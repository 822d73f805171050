"""The register of clients as pages: the list, a client's own page, and what is done with one as a whole."""

from __future__ import annotations

import re
from functools import partial
from typing import Any, Final

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tokri.core.desk.client import Client
from tokri.core.desk.client_list import SORTS, Wanted, bars, group_names, listed, standing, unassessed
from tokri.core.desk.client_masking import masked_email, masked_kite_id, masked_phone
from tokri.core.desk.firm import FirmKind
from tokri.core.desk.suitability import ASSESSED_FOR
from tokri.core.money import price_words
from tokri.core.times import date_words
from tokri.desk import client_erasing
from tokri.desk import clients as desk
from tokri.desk import firm as firms
from tokri.desk.clients import ClientSeen
from tokri.web.context import outside
from tokri.web.desk.client_form import LONGEST
from tokri.web.desk.gate import by
from tokri.web.limited import limited
from tokri.web.words import clients as words
from tokri.web.words import record as record_words

Answer = Response | tuple[str, int] | str

#: What a page says after something was done, by the word in its address.
_DONE: Final = {
    "added": "The client was added.",
    "saved": "Saved.",
    "inactive": "They are inactive now: no basket goes to them.",
    "active": "They are active again.",
    "holdings": "The holdings were kept.",
    "erased": "Their data was erased.",
    "erased-in-part": "What may go today was erased, and they were made inactive.",
}


def clients() -> str:
    """The list. What is looked for stands in the address, so that a list can be kept and sent on."""
    wanted = _wanted()
    everybody, today = desk.everybody(outside())
    found = listed(everybody, wanted, today)
    return render_template(
        "desk/clients.html",
        found=found,
        wanted=wanted,
        anybody=bool(everybody),
        groups=[(name, name) for name in group_names(everybody)],
        words=words,
        masked=_masked,
        not_yet=partial(unassessed, today=today, kind=_kind()),
        pages=[(number, url_for("desk_clients", **_query(wanted, number))) for number in range(1, found.pages + 1)],
        message=_imported(),
    )


def client(client_id: str) -> Answer:
    """One client, whole."""
    seen = _seen(client_id)
    details = seen.client.details
    return render_template(
        "desk/client.html",
        seen=seen,
        client=seen.client,
        details=details,
        facts=_facts(seen),
        bars=[words.BARS[bar].format(name=seen.client.name) for bar in bars(seen.client, seen.today)],
        not_yet=words.NOT_YET[lacks] if (lacks := unassessed(seen.client, seen.today, _kind())) else "",
        standing=words.STANDINGS[standing(seen.client, seen.today)],
        told=[record_words.told_of_client(*each, seen.people) for each in seen.told],
        more=len(seen.told) == desk.NEWEST_TOLD,
        message=_DONE.get(request.args.get("done", "")),
    )


def activity(client_id: str) -> Answer:
    """GET asks why; POST makes a client inactive, or active again."""
    seen = _seen(client_id)
    if seen.client.details is None:
        abort(404)
    inactive = seen.client.inactive_at is None
    reason, error = request.form.get("reason", "")[:LONGEST], None
    if request.method == "POST":
        wanted = request.form.get("to") == "inactive"
        kept = desk.reason_of(reason)
        if kept is not None:
            _set_aside(client_id, kept, inactive=wanted)
            return redirect(
                url_for("desk_client", client_id=client_id, done="inactive" if wanted else "active"), code=303
            )
        error = f"Write why, in {desk.LONGEST_REASON} characters at most: it goes into the record."
    page = render_template(
        "desk/client_activity.html", client=seen.client, inactive=inactive, reason=reason, error=error, errors=error
    )
    return page, 422 if error else 200


def erase(client_id: str) -> Answer:
    """GET says what goes and what stays; POST erases, if the code was typed."""
    seen = _seen(client_id)
    if seen.client.details is None:
        abort(404)
    whole = seen.keeping.whole(seen.today)
    typed, error = request.form.get("code", "")[:LONGEST], None
    if request.method == "POST":
        if typed.strip().upper() == seen.client.code:
            return _erase(client_id)
        error = f"Type the code, {seen.client.code}, to say that you mean this client."
    page = render_template(
        "desk/client_erase.html",
        seen=seen,
        client=seen.client,
        whole=whole,
        nothing_more=not whole and _bare(seen),
        typed=typed,
        error=error,
        errors=error,
    )
    return page, 422 if error else 200


@limited("save")
def _set_aside(client_id: str, reason: str, *, inactive: bool) -> None:
    if not desk.set_aside(outside(), by(), client_id, reason, inactive=inactive):
        abort(404)


@limited("delete")
def _erase(client_id: str) -> Answer:
    erased = client_erasing.erase(outside(), by(), client_id)
    if erased is None:
        abort(404)
    done = "erased" if erased.whole else "erased-in-part"
    return redirect(url_for("desk_client", client_id=client_id, done=done), code=303)


def _kind() -> FirmKind:
    """What kind of firm this is, which tells whether a basket must suit a client."""
    return firms.standing(outside()).firm.kind


def _imported() -> str:
    """What an import came to, of which the address tells the numbers."""
    added, changed = (request.args.get(name, "") for name in ("added", "changed"))
    if not (re.fullmatch("[0-9]{1,4}", added, re.ASCII) and re.fullmatch("[0-9]{1,4}", changed, re.ASCII)):
        return ""
    return f"The list was saved: {words.clients(int(added))} added, {changed} changed."


def _wanted() -> Wanted:
    asked = {name: "".join(filter(str.isprintable, text)) for name, text in request.args.items()}
    page, sort = asked.get("page", "1"), asked.get("sort", "")
    return Wanted(
        search=asked.get("q", "")[:100],
        group=asked.get("group", "")[:100],
        risk_class=asked.get("risk", "")[:40],
        account_kind=asked.get("kind", "")[:40],
        standing=asked.get("state", "")[:40],
        sort=sort if sort in SORTS else SORTS[0],
        page=int(page) if page.isascii() and page.isdigit() and len(page) <= len("9999") else 1,
    )


def _query(wanted: Wanted, page: int) -> dict[str, Any]:
    asked = {
        "q": wanted.search,
        "group": wanted.group,
        "risk": wanted.risk_class,
        "kind": wanted.account_kind,
        "state": wanted.standing,
        "sort": wanted.sort,
        "page": str(page),
    }
    return {name: text for name, text in asked.items() if text}


def _masked(client: Client) -> list[str]:
    """What a list shows of how a client is reached."""
    details = client.details
    if details is None:
        return []
    shown = (masked_phone(details.phone), masked_email(details.email), masked_kite_id(details.kite_user_id))
    return [each for each in shown if each]


def _seen(client_id: str) -> ClientSeen:
    seen = desk.see(outside(), client_id)
    if seen is None:
        abort(404)
    return seen


def _bare(seen: ClientSeen) -> bool:
    """Whether all that may go at once is gone."""
    details = seen.client.details
    left = details and (details.phone, details.email, details.groups, details.capital, details.multiplier)
    return not (left and any(left)) and seen.client.check_hash is None and not seen.holdings


def _facts(seen: ClientSeen) -> list[tuple[str, str]]:
    """What is known, a line each, as the page shows it."""
    details = seen.client.details
    if details is None:
        return []
    consents = words.CONSENTERS[details.consenter]
    days = {name: getattr(details, name) for name in ("risk_on", "agreement_from", "agreement_until")}
    said = {
        **{name: getattr(details, name) for name in ("phone", "email", "kite_user_id", "broker")},
        "language": words.LANGUAGES[details.language],
        "account_kind": words.KINDS[details.account_kind],
        "consenter": f"{consents}, {details.consenter_name}" if details.consenter_name else consents,
        "ddpi": words.DDPI[details.ddpi],
        "segments": ", ".join(details.segments),
        "risk_class": words.RISKS.get(details.risk_class, ""),
        **{name: date_words(day) if day else "" for name, day in days.items()},
        "capital": price_words(details.capital) if details.capital else "",
        "multiplier": f"× {details.multiplier}" if details.multiplier else "",
        "groups": ", ".join(details.groups),
        "check_kind": words.CHECKS[details.check_kind],
    }
    if details.risk_on:
        said["risk_on"] += f", counts until {date_words(details.risk_on + ASSESSED_FOR)}"
    return [(words.LABELS[name], text or "–") for name, text in said.items()]

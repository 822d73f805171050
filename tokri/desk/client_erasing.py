"""Erasing a client, as far as the record of what was advised lets them be erased today."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from tokri.core.desk.client import Client, ClientDetails
from tokri.core.desk.client_keeping import Keeping, keeping, unreachable
from tokri.core.desk.firm import LEAST_RETENTION
from tokri.core.ports import Outside, ReadingUnit, WritingUnit
from tokri.core.times import ist
from tokri.desk.by import By


@dataclass(frozen=True, slots=True)
class Erased:
    """What was erased: all of it, or all but what the record of advice needs until `keeping.free_on`."""

    whole: bool
    keeping: Keeping


def erase(outside: Outside, by: By, client_id: str) -> Erased | None:
    """Erase what may go today; None if there is no such client, or nothing of them is left.

    Whole: details, check value, holdings, why a basket was sent to them in spite of a mismatch, what they said yes to
    and answered at their links and what was written to them, which files were brought, the notes with which their links
    were closed, and what the record says of them beside its chain. In part, while advice is kept: how they are reached,
    their capital, check value and holdings; and they are made inactive. Screenshots, and what Kite posted as it came,
    go either way.
    """
    now = outside.clock()
    with outside.store.writing() as unit:
        client = unit.clients.get(client_id)
        if client is None or client.details is None:
            return None
        kept = kept_until(unit, client_id)
        links = [each.id for each in unit.links.of_client(client_id)]
        unit.evidence.erase_attachments(links)
        unit.evidence.erase_postbacks(links)
        unit.jobs.add("clear", "store", now)  # the runner has the database's own log forget it too
        facts: dict[str, str | int | bool | None] = {"code": client.code, "last_advice": _iso(kept.last_advice)}
        if kept.whole(ist(now).date()):
            unit.clients.erase(client_id, now)
            _forget_reasons(unit, client_id)
            unit.evidence.erase_uploads(links)
            unit.mending.erase_notes(links)
            unit.links.erase(client_id)
            unit.record(by.event("client erased", client.subject, now, facts))
            unit.erase_personal(client.subject, now, who=by.who, where=by.where)
            return Erased(whole=True, keeping=kept)
        _erase_in_part(unit, client, client.details, outside)
        facts["free_on"] = _iso(kept.free_on)
        unit.record(by.event("client erased in part", client.subject, now, facts))
    return Erased(whole=False, keeping=kept)


def kept_until(view: ReadingUnit | WritingUnit, client_id: str) -> Keeping:
    """Until when the advice that was meant for a client keeps them, by the years that the firm set."""
    edition = view.firm.latest()
    years = max(edition.firm.retention_years, LEAST_RETENTION) if edition else LEAST_RETENTION
    return keeping((each.at for each in view.desk_baskets.meant_for(client_id)), years)


def _erase_in_part(unit: WritingUnit, client: Client, details: ClientDetails, outside: Outside) -> None:
    now = outside.clock()
    unit.clients.change(client.id, unreachable(details), client.edition, now, check_hash=None)
    unit.clients.set_holdings(client.id, ())
    unit.clients.mark(client.id, client.inactive_at or now, inactive=True)


def _forget_reasons(unit: WritingUnit, client_id: str) -> None:
    """A reason is written about a person. That there was one, the record goes on saying."""
    for each in unit.desk_baskets.meant_for(client_id):
        if each.reason:
            everybody = unit.desk_baskets.recipients(each.basket_id, each.number)
            less = [replace(one, reason="") if one.client_id == client_id else one for one in everybody]
            unit.desk_baskets.set_recipients(each.basket_id, each.number, less)


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()

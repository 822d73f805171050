"""Evidence that people bring, in words: what is wrong with a file or a picture, and what a file would change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from tokri.core.evidence import Source, is_nameless
from tokri.core.formats.evidence_cells import EvidenceCode, EvidenceFault
from tokri.core.legs import legs_of, payload
from tokri.core.money import grouped
from tokri.core.ports import BookOrder, Handoff
from tokri.core.ports.evidence import Upload
from tokri.core.screenshot import LARGEST, MOST, ScreenshotFault
from tokri.core.times import from_kite
from tokri.core.uploaded import Change, UploadPlan
from tokri.core.verdict import Standing, Verdict
from tokri.web.language import N_, _
from tokri.web.words.times import date_words, ist_words
from tokri.web.words.verdicts import standing

#: By the code of the fault: what is wrong, and the mend. {where} names the row and the column.
FAULTS: Final[Mapping[EvidenceCode, str]] = {
    EvidenceCode.NO_FILE: N_("No file was chosen, or it is empty. Choose one, then look at it."),
    EvidenceCode.FILE_LARGE: N_("The file is larger than 5 MB. Download it for fewer days."),
    EvidenceCode.FILE_LONG: N_("The file has more than %(most)s rows, or far longer ones. Download it for fewer days."),
    EvidenceCode.FILE_KIND: N_("The file is neither CSV nor XLSX. Upload it as Kite or its Console gave it."),
    EvidenceCode.FILE_OLD: N_(
        "The file is from an Excel before 2007, or has a password. Upload it as Kite or its Console gave it."
    ),
    EvidenceCode.FILE_BROKEN: N_(
        "The file looks like a spreadsheet, but cannot be opened. Download it once more and upload that."
    ),
    EvidenceCode.NO_HEADINGS: N_(
        "No row of the file names the columns of Kite’s order book or of a tradebook. Download one of these, and "
        "upload it as it is."
    ),
    EvidenceCode.COLUMN_MISSING: N_("Row %(row)s has the headings, but no column %(missing)s. Upload the whole file."),
    EvidenceCode.COLUMN_TWICE: N_("%(where)s: this column means the same as “%(first)s”. Upload the file as it came."),
    EvidenceCode.NO_ROWS: N_("The file has headings and nothing under them, so it shows nothing."),
    EvidenceCode.SYMBOL: N_("%(where)s: “%(typed)s” is no symbol."),
    EvidenceCode.SIDE: N_("%(where)s: “%(typed)s” is neither BUY nor SELL."),
    EvidenceCode.QUANTITY: N_("%(where)s: “%(typed)s” is no quantity."),
    EvidenceCode.FILLED_UNCLEAR: N_("%(where)s: “%(typed)s” does not show how much of it was filled."),
    EvidenceCode.FILLED_WRONG: N_("%(where)s: “%(typed)s” does not go with the order’s quantity and status."),
    EvidenceCode.PRICE: N_("%(where)s: “%(typed)s” is no price of what was filled."),
    EvidenceCode.TIME: N_(
        "%(where)s: “%(typed)s” is no day and time with its seconds. If a spreadsheet saved the file anew, download it "
        "once more."
    ),
    EvidenceCode.AHEAD: N_("%(where)s: “%(typed)s” has not come yet."),
    EvidenceCode.STATUS: N_("%(where)s: “%(typed)s” is no status of an order."),
    EvidenceCode.EXCHANGE: N_("%(where)s: “%(typed)s” is no exchange of Kite’s."),
    EvidenceCode.ORDER_ID: N_("%(where)s: “%(typed)s” is no number of an order."),
    EvidenceCode.ORDER_TWICE: N_("%(where)s: the number “%(typed)s” stands on two that differ."),
    EvidenceCode.CROWDED: N_(
        "More than %(most)s rows of the file are of what you handed off. Download it for that one day."
    ),
    EvidenceCode.MORE: N_("%(more)s more faults are not listed."),
}

#: What a column that is missing holds, as Kite's own downloads call it.
_COLUMNS: Final[Mapping[str, str]] = {
    "time": "Time / order_execution_time",
    "side": "Type / trade_type",
    "symbol": "Instrument / symbol",
    "quantity": "Qty. / quantity",
    "status": "Status",
    "price": "Avg. Price / price",
    "trade_id": "Trade ID / trade_id",
}

SCREENSHOT_FAULTS: Final[Mapping[ScreenshotFault, str]] = {
    ScreenshotFault.EMPTY: N_("No picture was chosen. Choose one, then add it."),
    ScreenshotFault.LARGE: N_("The picture is larger than %(megabytes)s MB. Cut it to the orders, and add that."),
    ScreenshotFault.KIND: N_("The file is neither PNG, JPEG nor WebP. Add the screenshot as your phone made it."),
    ScreenshotFault.BROKEN: N_("The picture is damaged or cut off. Take the screenshot again, and add that."),
    ScreenshotFault.MANY: N_("%(most)s pictures are kept here already, which is as many as there can be."),
}

_KINDS: Final[Mapping[Source, str]] = {
    Source.ORDER_FILE: N_("Kite’s order book"),
    Source.TRADE_FILE: N_("Tradebook"),
}


def fault(found: EvidenceFault) -> str:
    """The fault in words, with where it stands."""
    facts = {**found.facts, "row": found.row or 0, "where": _where(found)}
    if "most" in facts:
        facts["most"] = grouped(int(facts["most"]))
    if "field" in facts:
        facts["missing"] = _COLUMNS.get(str(facts["field"]), str(facts["field"]))
    return _(FAULTS[found.code], **facts)


def _where(found: EvidenceFault) -> str:
    if found.row is None:
        return ""
    if found.column is None:
        return _("Row %(row)s", row=found.row)
    return _("Row %(row)s, “%(column)s”", row=found.row, column=found.column)


def screenshot_fault(found: ScreenshotFault) -> str:
    """Why a picture was not added."""
    return _(SCREENSHOT_FAULTS[found], megabytes=LARGEST // 1_000_000, most=MOST)


def kind(source: Source) -> str:
    """What a file is."""
    return _(_KINDS[source])


def days(plan: UploadPlan) -> str:
    """Of which days the file is."""
    first, last = date_words(plan.file.first_day), date_words(plan.file.last_day)
    return first if first == last else _("%(first)s to %(last)s", first=first, last=last)


def in_file(order: BookOrder) -> str:
    """What a row of the file tells of its order: "4 of 10 filled, 11 Feb 2026, 10:31 IST"."""
    at = from_kite(order.order_timestamp)
    filled, quantity = grouped(order.filled_quantity), grouped(order.quantity)
    told = _("%(filled)s of %(asked)s filled", filled=filled, asked=quantity) if order.status else ""
    told = told or _("%(filled)s traded", filled=filled)
    return f"{told}, {ist_words(at)}" if at is not None else told


def placed(order: BookOrder) -> str:
    """By what a person knows a row of the file again: its number, where the file has one, and its time."""
    at = from_kite(order.order_timestamp)
    when = ist_words(at) if at is not None else ""
    if is_nameless(order.order_id):
        return _("placed %(at)s", at=when)
    return _("order %(number)s, %(at)s", number=order.order_id, at=when)


def unticked(*, for_client: bool) -> str:
    """That nothing was kept of what nobody said was placed from here."""
    if for_client:
        return "Tick that these are the orders that the client placed, or keep nothing of the file."
    return _("Tick that these are the orders that you placed from here, or keep nothing of the file.")


def known(verdict: Verdict) -> tuple[str, str]:
    """Shape and words of what is known of an order: "4 of 10 filled, the rest open"."""
    shape, word = standing(verdict)
    if verdict.filled:
        word = _("%(filled)s of %(asked)s filled", filled=grouped(verdict.filled), asked=grouped(verdict.asked))
        if verdict.still_open:
            word = _("%(so_far)s, %(quantity)s open", so_far=word, quantity=grouped(verdict.still_open))
    elif verdict.standing is Standing.MISSING and verdict.source is Source.ORDER_FILE:
        word = _("Not in the file")
    return shape, word


def remark(change: Change, source: Source) -> str:
    """Why the file changes nothing of an order, where it does not."""
    if change.changes:
        return ""
    by = change.after.source
    if by is Source.BOOK:
        return _("Kite’s order book, read before, says more or the same. It counts.")
    if by is not None and by is not source:
        return _("A file that was brought before says more or the same. It counts.")
    return _("This is known already.")


def kept_before(upload: Upload) -> str:
    """That the very same file was kept before."""
    return _("This very file was kept on %(at)s. It counts once.", at=ist_words(upload.at))


def sent_orders(handoff: Handoff) -> list[tuple[int, str]]:
    """The orders of a hand-off, each with its place in the version's plan."""
    sides = {"BUY": _("BUY"), "SELL": _("SELL")}
    return [
        (leg.place, f"{sides.get(side, side)} {grouped(leg.quantity)} {leg.order['tradingsymbol']}")
        for leg in legs_of(payload(handoff), handoff.first_order)
        for side in [str(leg.order["transaction_type"])]
    ]


def brought(upload: Upload, *, to_firm: bool) -> str:
    """A line of the list of files: what it was, who brought it and when, and how much of it is the basket's."""
    facts = {
        "kind": kind(upload.source),
        "at": ist_words(upload.at),
        "matched": grouped(upload.matched),
        "rows": grouped(upload.rows),
    }
    by_firm = upload.by.startswith("user:")
    if by_firm:
        return _("%(kind)s, uploaded by the adviser on %(at)s. Rows: %(rows)s, of this basket: %(matched)s.", **facts)
    if to_firm:
        return _("%(kind)s, uploaded by the client on %(at)s. Rows: %(rows)s, of this basket: %(matched)s.", **facts)
    return _("%(kind)s, uploaded by you on %(at)s. Rows: %(rows)s, of this basket: %(matched)s.", **facts)

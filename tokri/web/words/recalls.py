"""What is said of a recall: how far each client had come, and what a correcting draft says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from tokri.core.desk.own_quantities import Own
from tokri.core.link.correcting import Correction, Evidence, Undone
from tokri.core.link.recalling import Come
from tokri.core.money import grouped
from tokri.desk.drafting import Said
from tokri.desk.recalls import Reached, Recalling
from tokri.web.words.follow_up import LIKENESS
from tokri.web.words.follow_up import own as own_words

#: How far they had come, and what to do.
COME: Final[Mapping[Come, tuple[str, str]]] = {
    Come.NOT_OPENED: ("Not opened", "Nothing is to be done: the link says that the advice was taken back."),
    Come.OPENED: ("Opened", "They have seen it, and can no longer act on it. Tell them why, if it helps."),
    Come.CONSENTED: ("Said yes, nothing placed that we know of", "They can no longer leave for Kite with it."),
    Come.AWAY: (
        "Said no, went elsewhere, or the link had ended",
        "Who places it elsewhere cannot be stopped: call them.",
    ),
    Come.ON_KITE: ("Left for Kite, and not heard of since", "This cannot be stopped. Call them."),
    Come.SENT: ("Sent to Kite, outcome not seen", "Ask what became of it, then correct it."),
    Come.PLACED: ("Seen in the order book", "Write to them, and correct what filled."),
    Come.HALF: ("Half done: a part is sent, a part is not", "The rest cannot go any more. Correct what filled."),
    Come.WRONG_ACCOUNT: (
        "Another Kite account was used",
        "Call them: nothing that was seen is theirs to undo, until it is clear whose account it is.",
    ),
}

_EVIDENCE: Final[Mapping[Evidence, str]] = {
    Evidence.BOOK: "seen filled in Kite’s order book",
    Evidence.BOOK_ALIKE: f"seen filled in Kite’s order book, {LIKENESS}",
    Evidence.FILE: f"filled, by an uploaded file, {LIKENESS}",
    Evidence.REPORTED: "filled, as Kite reported; not seen in the book",
    Evidence.WORD: "by the client’s own word; nobody has seen it",
}


def undone(each: Undone) -> str:
    """One thing that a draft undoes, with its evidence."""
    did = "bought" if each.transaction_type == "BUY" else "sold"
    return f"{grouped(each.quantity)} {each.tradingsymbol} on {each.exchange} {did}: {_EVIDENCE[each.evidence]}."


def still_open(correction: Correction) -> str:
    """What a draft cannot undo; "" where there is none."""
    count = correction.open_orders
    if not count:
        return ""
    what, it = ("1 order was", "it") if count == 1 else (f"{count} orders were", "them")
    return f"{what} still open when last looked at: the client cancels {it} on Kite, no order undoes {it}."


def draft(recalling: Recalling, reached: Reached, own: Sequence[Own]) -> Said:
    """The words of a correcting draft, which undoes what is their `own`."""
    title, number = recalling.version.proposal.draft.name, recalling.version.number
    correction = reached.correction
    notes = [
        f"For client {reached.looked.client.code} alone. Version {number} of “{title}” was taken back.",
        *map(own_words, own),
        still_open(correction),
        "Write in the prices, look at the quantities, and share it as you would any advice.",
    ]
    return Said(
        f"Correction for {reached.looked.client.code}: {title}",
        f"Version {number} of “{title}” was taken back. These orders undo what was placed of it.",
        "\n".join(filter(None, notes)),
    )

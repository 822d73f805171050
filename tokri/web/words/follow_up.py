"""What is said of following up a version: who is in which group and why, and what the drafts say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from tokri.core.desk.follow_up import Followed, Group
from tokri.core.desk.own_quantities import Own
from tokri.core.link.correcting import Evidence
from tokri.core.money import grouped
from tokri.desk.drafting import Said
from tokri.desk.follow_up import LONGEST_NOTE, Following, NotFollowedUp, Refused
from tokri.desk.still_to_place import StillToPlaceAtDesk
from tokri.web.words.clients_named import few_clients
from tokri.web.words.exits import exit_words

#: Each group: its heading, and what is to be done.
GROUPS: Final[Mapping[Group, tuple[str, str]]] = {
    Group.FILLED: (
        "Filled, by a document",
        "An order book or a file shows what filled. Who has no draft of it is ticked, each for their own quantity.",
    ),
    Group.TOLD: (
        "Filled, by their word or Kite’s report alone",
        "No document shows it. Tick a client only if you rely on what was told: if it is not so, they hold less.",
    ),
    Group.TAKEN: (
        "In another draft already",
        "What they were sent exits all of it already. For other prices share a new version of that, or take it back.",
    ),
    Group.WAITING: (
        "Not settled yet",
        "Something is open, or nobody knows what became of it. Find out first: ask them, or have the book read.",
    ),
    Group.NO_ANSWER: (
        "No answer yet",
        "They have neither placed nor said no, and still can. To remind them, open the link.",
    ),
    Group.NOTHING: ("Nothing placed", "There is nothing to follow up. Close it with a note."),
}

#: Of what carries no tag of ours, as tokri/web/words/verdicts.py says it of an order.
LIKENESS: Final = "matched by share, side, quantity and time"

#: By what evidence something filled.
EVIDENCE: Final[Mapping[Evidence, str]] = {
    Evidence.BOOK: "seen in Kite’s order book",
    Evidence.BOOK_ALIKE: f"seen in Kite’s order book, {LIKENESS}",
    Evidence.FILE: f"by a file that was uploaded, {LIKENESS}",
    Evidence.REPORTED: "reported by Kite, not seen in the book",
    Evidence.WORD: "by their word alone; nobody has seen it",
}

REFUSALS: Final[Mapping[NotFollowedUp, tuple[str, str]]] = {
    NotFollowedUp.CHANGED: (
        "",
        "Something came in since this page was shown. Nothing was made: look at it as it is now.",
    ),
    NotFollowedUp.LEFT_OUT: (
        "",
        "Nothing was made: it cannot be done of all who were ticked. The others stay ticked.",
    ),
    NotFollowedUp.NOBODY: ("", "Nobody was ticked. Nothing was made: tick the clients it is for."),
    NotFollowedUp.NOTE: ("note", f"Write why it is closed, in at most {LONGEST_NOTE} characters."),
}

#: What they did, and what the order that closes it does, by that order's side.
_SIDES: Final = {"BUY": ("Sold", "bought back"), "SELL": ("Bought", "sold")}


def left_out(refused: Refused) -> list[str]:
    """Whoever was ticked of whom it cannot be done: `C3, Lila Das: left out. They stand under “Nothing placed”.`."""
    following, ids = refused.following, frozenset(refused.left_out)
    said = []
    for group, (title, _) in GROUPS.items():
        those = [following.clients[each.client_id] for each in following.of(group) if each.client_id in ids]
        said += [f"{few_clients(those)}: left out. They stand under “{title}”."] if those else []
    nobody = len(ids - {each.client_id for each in following.followed})
    if nobody:
        said.append(f"{grouped(nobody)} tick{' was' if nobody == 1 else 's were'} for no client of this version.")
    return said


def own(each: Own) -> str:
    """What would be done for a client, with its evidence."""
    did, to_do = _SIDES[each.transaction_type]
    what = f"{grouped(each.quantity)} {each.tradingsymbol} on {each.exchange}"
    return f"{did} {what}, to be {to_do}: {EVIDENCE[each.evidence]}."


def still_open(each: Followed) -> str:
    """What may still fill, or is not known to be theirs; "" where there is neither."""
    if each.wrong_account:
        return "Another Kite account than theirs was used, so no file or word says what is theirs. Call them first."
    if not each.open_orders:
        return ""
    orders = "1 order is" if each.open_orders == 1 else f"{each.open_orders} orders are"
    return f"{orders} still open, as far as is known: more may fill after this draft is made."


def exits(each: Followed) -> list[str]:
    """What other drafts have of it already, a line each."""
    return [exit_words(one) for one in each.exits]


def draft(following: Following, wanted: Sequence[Followed]) -> Said:
    """The words of a follow-up draft; the notes name each client's own."""
    title, number = following.version.proposal.draft.name, following.version.number
    codes = {each.client_id: following.clients[each.client_id].code for each in wanted}
    notes = [
        f"Follows up version {number} of “{title}”, for {_clients(len(wanted))} alone, each in their own quantity:",
        *(f"{codes[each.client_id]}: {' '.join(own(one) for one in each.own)}" for each in wanted),
        "The orders stand in the most that one client has. Lower one, and each client’s own goes down with it.",
        "Write in the prices and why, and share it as you would any advice.",
    ]
    return Said(f"Follow-up: {title}", f"Follows up version {number} of “{title}”.", "\n".join(notes))


def still_to_place(found: StillToPlaceAtDesk) -> Said:
    """The words of a draft of what is left of one client's orders."""
    title, code = found.looked.basket.proposal.draft.name, found.looked.client.code
    notes = [
        f"For client {code} alone: exactly what is left of version {found.number} of “{title}”.",
        "It can no longer be placed from the old link. Put this draft aside before it is shared, and it can again.",
        "Write in the prices and why, and share it as you would any advice.",
    ]
    return Said(f"Still to place for {code}: {title}", f"What is left of “{title}”, at new prices.", "\n".join(notes))


def _clients(count: int) -> str:
    return "1 client" if count == 1 else f"{grouped(count)} clients"

"""What a client says yes to, word for word, in the language of the page. It is shown, hashed and kept as it stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from tokri.core.basket import OrderText
from tokri.core.desk.client import Consenter
from tokri.core.link.choices import Change, Changed
from tokri.core.money import grouped
from tokri.core.times import ist_clock
from tokri.journey.review import PartReview
from tokri.link.offering import Offered
from tokri.web.language import N_, _, ngettext
from tokri.web.words.choosing import order_named
from tokri.web.words.times import ist_date


@dataclass(frozen=True, slots=True)
class ConsentFacts:
    """All that the words lean on. `orders` are the advice's; `count` is how many go in this part of `parts`.

    `name` is the account's holder. `consenter_name` says yes for them where that is another; "" where nobody is named.
    """

    name: str
    consenter: Consenter
    consenter_name: str
    firm: str
    number: int
    shared_at: datetime
    orders: Sequence[OrderText]
    changes: Sequence[Change] = ()
    part: int = 1
    parts: int = 1
    count: int = 0


def consent_facts(offered: Offered, part: PartReview) -> ConsentFacts:
    """The facts of the consent to one part. One consent is one hand-off: what was changed is named with each.

    Raises LookupError where no version, or no client any more, is there to say yes.
    """
    version, details = offered.looked.version, offered.looked.client.details
    if version is None or details is None:
        raise LookupError(offered.looked.link.id)
    return ConsentFacts(
        name=details.name,
        consenter=details.consenter,
        consenter_name=details.consenter_name,
        firm=offered.looked.firm.name,
        number=version.number,
        shared_at=version.shared_at,
        orders=version.proposal.draft.orders,
        changes=offered.chosen.changes,
        part=part.part.number,
        parts=part.part.of,
        count=len(part.part.orders),
    )


#: Who has read and who chooses, by who says yes, and whether that person is named.
_READ: Final[Mapping[tuple[Consenter, bool], str]] = {
    (Consenter.CLIENT, True): N_("I, %(name)s, have read this advice (version %(number)s, %(shared)s)."),
    (Consenter.GUARDIAN, True): N_(
        "I, %(consenter)s, guardian of %(name)s, have read this advice (version %(number)s, %(shared)s)."
    ),
    (Consenter.GUARDIAN, False): N_(
        "I, the guardian of %(name)s, have read this advice (version %(number)s, %(shared)s)."
    ),
    (Consenter.KARTA, True): N_(
        "I, %(consenter)s, karta of %(name)s, have read this advice (version %(number)s, %(shared)s)."
    ),
    (Consenter.KARTA, False): N_("I, the karta of %(name)s, have read this advice (version %(number)s, %(shared)s)."),
    (Consenter.SIGNATORY, True): N_(
        "I, %(consenter)s, for %(name)s, have read this advice (version %(number)s, %(shared)s)."
    ),
    (Consenter.SIGNATORY, False): N_(
        "I, who sign for %(name)s, have read this advice (version %(number)s, %(shared)s)."
    ),
}


def consent_text(offered: Offered, part: PartReview) -> str:
    """What the client says yes to with one part of what they are offered."""
    return consent_words(consent_facts(offered, part))


def consent_words(facts: ConsentFacts) -> str:
    """The whole of it: one line, a space between its sentences, the same for the same facts and language."""
    return " ".join(" ".join(each.split()) for each in _sentences(facts))


def _sentences(facts: ConsentFacts) -> Iterator[str]:
    own = facts.consenter is Consenter.CLIENT
    name, firm, consenter = (_one_line(each) for each in (facts.name, facts.firm, facts.consenter_name))
    yield _(
        _READ[facts.consenter, own or bool(consenter)],
        name=name,
        consenter=consenter,
        number=facts.number,
        shared=f"{ist_date(facts.shared_at)} {ist_clock(facts.shared_at)}",
    )
    yield _("I choose to place these orders myself on Kite.")
    if own:
        yield _("%(firm)s cannot place orders in my account.", firm=firm)
    else:
        yield _("%(firm)s cannot place orders in the account of %(name)s.", firm=firm, name=name)
    if facts.parts > 1:
        yield ngettext(
            "Part %(part)s of %(parts)s: %(num)s order.",
            "Part %(part)s of %(parts)s: %(num)s orders.",
            facts.count,
            part=facts.part,
            parts=facts.parts,
        )
    yield from _own_changes(facts)


def _own_changes(facts: ConsentFacts) -> Iterator[str]:
    """What does not go, what falls away by itself, what goes in another quantity, and what the client set alone."""
    by_kind = {kind: [each for each in facts.changes if each.kind is kind] for kind in Changed}
    changed = [each for each in by_kind[Changed.QUANTITY] if each.before]
    alone = [each for each in by_kind[Changed.QUANTITY] if not each.before]
    if by_kind[Changed.LEFT_OUT]:
        yield _("I leave out: %(orders)s.", orders=_listed(facts, by_kind[Changed.LEFT_OUT]))
    if by_kind[Changed.FELL_AWAY]:
        yield _("These fall away: %(orders)s.", orders=_listed(facts, by_kind[Changed.FELL_AWAY]))
    if changed:
        pairs = [
            _("%(symbol)s from %(before)s to %(after)s", symbol=_symbol(facts, each), **_quantities(each))
            for each in changed
        ]
        yield _("I change: %(changes)s.", changes="; ".join(pairs))
    if alone:
        pairs = [_("%(symbol)s, %(after)s", symbol=_symbol(facts, each), **_quantities(each)) for each in alone]
        yield _("I set the quantity: %(changes)s.", changes="; ".join(pairs))


def _listed(facts: ConsentFacts, changes: Sequence[Change]) -> str:
    return "; ".join(_symbol(facts, each) for each in changes)


def _quantities(change: Change) -> dict[str, str]:
    before, after = (grouped(int(text)) if text else "" for text in (change.before, change.after))
    return {"before": before, "after": after}


def _symbol(facts: ConsentFacts, change: Change) -> str:
    """The order by its symbol; where two orders have the same, with its number in the advice."""
    place = change.place or 0
    symbol = _one_line(facts.orders[place].tradingsymbol)
    alike = [each for each in facts.orders if _one_line(each.tradingsymbol) == symbol]
    return symbol if symbol and len(alike) == 1 else order_named(place, facts.orders)


def _one_line(text: str) -> str:
    return " ".join(text.split())

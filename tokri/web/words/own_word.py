"""What the person said of a hand-off, in words, with the orders that they ticked as placed."""

from __future__ import annotations

from tokri.core.by_word import placed_by_word
from tokri.core.ports import Handoff, PersonsWord
from tokri.core.verdict import Standing, Verdict
from tokri.web.language import N_, _
from tokri.web.words.evidence import sent_orders
from tokri.web.words.outcomes import SAID
from tokri.web.words.times import ist_words

_TAKEN_BACK = N_("was placed by your word of %(then)s, “%(placed)s”, and not by that of %(now)s, “%(none)s”")


def own_word(word: PersonsWord, handoff: Handoff) -> str:
    """What was said; of some orders, which: `I placed some of them: SELL 10 M&M`."""
    said = _(SAID[word.said])
    which = [order for place, order in sent_orders(handoff) if place in word.orders]
    return _("%(said)s: %(which)s", said=said, which=", ".join(which)) if which else said


def taken_back(words: tuple[PersonsWord, PersonsWord], handoff: Handoff) -> str:
    """Two words that cannot both be so, each with its time: the end of a sentence about the hand-off."""
    placed, none = words
    return _(
        _TAKEN_BACK,
        then=ist_words(placed.at),
        placed=own_word(placed, handoff),
        now=ist_words(none.at),
        none=own_word(none, handoff),
    )


def by_word_alone(word: PersonsWord | None, verdict: Verdict) -> str:
    """How an order stands of which nothing is known but what the person said; "" of any other."""
    placed = placed_by_word(word, verdict.order) if word is not None else None
    if placed is None or verdict.standing is not Standing.UNKNOWN:
        return ""
    return _("You placed it, by your word") if placed else _("You did not place it, by your word")

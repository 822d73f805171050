"""One order of a hand-off on the result page: asked, filled, how it stands, by what that is known, and what to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from tokri.core.evidence import Source
from tokri.core.ports import BookOrder, PersonsWord
from tokri.core.ports.evidence import KiteSaid
from tokri.core.refusals import Refusal, Told, refusal
from tokri.core.slippage import slippage
from tokri.core.state import State, latest_word
from tokri.core.terms import Terms, asked
from tokri.core.times import ist
from tokri.core.verdict import PayloadOrder, Standing, Verdict, payload
from tokri.journey.reported_elsewhere import reported_elsewhere
from tokri.journey.review import Sending
from tokri.web import words
from tokri.web.context import outside
from tokri.web.words import verdicts as verdict_words
from tokri.web.words.own_word import by_word_alone
from tokri.web.words.refusals import Meaning, choice, meaning
from tokri.web.words.times import date_words

#: The price that was advised for an instrument and side, in rupees.
Advised = Mapping[tuple[str, str, str], Decimal]

#: Orders that the person may have been told something of that no book has.
_NOT_THERE = frozenset({Standing.MISSING, Standing.NOT_TRADED})


#: Of one order of Kite's, its own state says more: that it waits for its trigger, or lapsed.
_AS_KITE_SAYS = frozenset({Standing.OPEN, Standing.CANCELLED})


@dataclass(frozen=True, slots=True)
class Bar:
    """How much of an order is filled, still open and over, each in parts of a hundred of the whole."""

    filled: int
    still_open: int
    over: int


@dataclass(frozen=True, slots=True)
class OrderTold:
    """One order as it was sent, and what became of it.

    `kind` and `word` are its state; `evidence` says by what that is known, "" where by nothing. `refused` are the
    meanings of the broker's own words, `kite_said` what the person says Kite said, with its meaning. `waits_for` is the
    day of the session that a queued one is for, "" of any other.
    """

    verdict: Verdict
    exchange: str
    tradingsymbol: str
    transaction_type: str
    terms: Terms
    kind: str
    word: str
    evidence: str
    their_word: str
    refused: Sequence[Meaning]
    kite_said: str
    kite_meant: Meaning | None
    slippage: str
    waits_for: str

    @property
    def books(self) -> Sequence[BookOrder]:
        return self.verdict.books

    @property
    def never_reached(self) -> bool:
        return self.verdict.standing is Standing.MISSING and self.verdict.reported is None

    @property
    def may_say(self) -> bool:
        """Whether the person may say what Kite said of it."""
        return self.verdict.standing in _NOT_THERE and self.verdict.reported is None

    @property
    def known(self) -> bool:
        """Whether a figure of it can be shown.

        Nobody knows what filled of an order that only a postback tells of, nor of one that was queued for a session
        which has begun since.
        """
        return bool(self.books) and self.verdict.standing is not Standing.UNKNOWN

    @property
    def changed(self) -> int | None:
        """The quantity that the book asks for, where it is another than was sent: the person changed it on Kite."""
        return self.verdict.edited

    @property
    def average(self) -> Decimal | None:
        price = self.verdict.average_price
        return None if price is None else verdict_words.exact(price)

    @property
    def terms_words(self) -> str:
        """At what it was asked to trade."""
        return words.terms(self.terms)

    @property
    def otherwise(self) -> Sequence[str]:
        """At what else the book has it, each once, and who made it so. A tradebook does not tell."""
        if self.verdict.source is Source.TRADE_FILE:
            return ()
        said = (words.otherwise(self.terms, each) for each in self.books if each.status)
        return list(dict.fromkeys(each for each in said if each))

    @property
    def bar(self) -> Bar | None:
        """None where nothing of it can be drawn."""
        verdict = self.verdict
        whole = max(verdict.edited or verdict.asked, verdict.filled + verdict.still_open)
        if not self.known or whole <= 0:
            return None
        filled, still_open = verdict.filled * 100 // whole, verdict.still_open * 100 // whole
        return Bar(filled, still_open, 100 - filled - still_open)

    @property
    def reported(self) -> str:
        """What Kite reported beyond what is seen; "" where that is nothing."""
        if self.verdict.reported is None:
            return ""
        return verdict_words.reported(self.verdict.reported, alone=self.verdict.standing is Standing.REPORTED)


def orders_told(sending: Sending, advised: Advised) -> list[OrderTold]:
    """Every order of the hand-off, in the sequence of sending."""
    verdicts, sent = sending.verdicts.orders, payload(sending.handoff)
    said = latest_word(sending.handoff, sending.news.words)
    told = [_told(sending, verdict, order, said, advised) for verdict, order in zip(verdicts, sent, strict=True)]
    user = reported_elsewhere(outside(), sending)
    return [_elsewhere(each, user) if user else each for each in told]


def _elsewhere(told: OrderTold, user: str) -> OrderTold:
    """The same of an order in an account that is not the person's."""
    if told.verdict.standing is not Standing.REPORTED:
        return told
    return replace(told, word=words.reported_elsewhere(user))


def _told(
    sending: Sending, verdict: Verdict, order: PayloadOrder, said: PersonsWord | None, advised: Advised
) -> OrderTold:
    which = str(order["exchange"]), str(order["tradingsymbol"]), str(order["transaction_type"])
    kind, word = verdict_words.standing(verdict)
    if len(verdict.books) == 1 and verdict.books[0].status and verdict.standing in _AS_KITE_SAYS:
        word = words.book_status(verdict.books[0])
    elif verdict.standing is Standing.QUEUED and sending.session is not None:
        word = words.stands(State.QUEUED, session=sending.session.opens)
    alone = by_word_alone(said, verdict)
    terms = asked(order)
    heard = _kite_said(sending.news.kite_said, verdict.order)
    return OrderTold(
        verdict,
        *which,
        terms=terms,
        kind="claim" if alone else kind,
        word=alone or word,
        evidence=verdict_words.evidence(verdict, sending.news.uploads, said),
        their_word=verdict_words.of_their_word(said, verdict) if said is not None and not alone else "",
        refused=[meaning(each.refusal, each.facts) for each in _refusals(verdict)],
        kite_said=choice(heard) if heard is not None else "",
        kite_meant=meaning(heard) if heard is not None else None,
        slippage=_slippage(which, verdict, terms, advised),
        waits_for=_day(sending) if verdict.standing is Standing.QUEUED else "",
    )


def _day(sending: Sending) -> str:
    return date_words(ist(sending.session.opens).date()) if sending.session is not None else ""


def _refusals(verdict: Verdict) -> list[Told]:
    """Why it was refused, each once; of what was only cancelled no more than is understood."""
    told = [(each.status, refusal(each.status_message, each.status_message_raw)) for each in verdict.books]
    found: dict[Refusal, Told] = {}
    for status, each in told:
        if each is not None and (status == "REJECTED" or each.refusal is not Refusal.OTHER):
            found.setdefault(each.refusal, each)
    return list(found.values())


def _kite_said(said: Sequence[KiteSaid], place: int) -> Refusal | None:
    """What the person last said of this order, or of the whole hand-off."""
    mine = [each for each in said if each.order in {None, place}]
    return Refusal(mine[-1].reason) if mine and mine[-1].reason in set(Refusal) else None


def _slippage(which: tuple[str, str, str], verdict: Verdict, terms: Terms, advised: Advised) -> str:
    against = advised.get(which, terms.price)
    apart = slippage(verdict, which[2], against)
    if apart is None or against is None:
        return ""
    return verdict_words.slippage(which[2], apart.per_unit, against, advised=which in advised)

"""All that a client's page says of what is offered, in words, for its template."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Final

from tokri.core.basket import OrderText
from tokri.core.known import Known
from tokri.core.ports import Acceptance
from tokri.core.problems import Problem
from tokri.core.state import kite_may_be_open
from tokri.journey.filled import filled_instruments
from tokri.journey.handoff import needed_ticks
from tokri.journey.private import kept_reading
from tokri.journey.review import PartReview, Review
from tokri.journey.since_the_yes import known_sha256
from tokri.link.accounts import known_account
from tokri.link.handing import Why, text_sha256
from tokri.link.look import Looked
from tokri.link.offering import Offered
from tokri.web.context import outside
from tokri.web.language import ngettext
from tokri.web.link.choices import choice_form
from tokri.web.messages import at_stake_sentence
from tokri.web.problems import Shown, shown
from tokri.web.sent_before import sent_before
from tokri.web.words import handing as words
from tokri.web.words import instrument_line
from tokri.web.words import plan as plan_words
from tokri.web.words.accounts import whose_orders
from tokri.web.words.advised import advised, risk_words
from tokri.web.words.choosing import change_words, choice_problem, left_over
from tokri.web.words.standing import standing_sentence
from tokri.web.words.states import filled_by
from tokri.web.words.times import ist_words

#: As the standing tells it of one order.
_UNKNOWN: Final = "last-price-unknown"

#: Refusals beside which it is told that warnings are not accepted either.
_TICKED_LATE: Final = frozenset({Why.NOT_TICKED, Why.NOT_ACCEPTED})

Compose = Callable[[Offered, PartReview], str]


@dataclass(slots=True)
class Asked:
    """What the request asked of the page: which part; what was ticked; why it comes back, where it was refused.

    `chosen` says that choices were just made; `fault` is what is wrong with the Kite ID that was typed; `stale` that
    the page had been open for so long that its form was not taken.
    """

    part: int = 0
    ticks: Collection[Acceptance] = ()
    kite_id: str = ""
    chosen: bool = False
    why: Why | None = None
    fault: str = ""
    stale: bool = False


def shown_offer(offered: Offered, asked: Asked, compose: Compose) -> dict[str, object]:
    """What the template is given."""
    looked, chosen, review, standing = offered.looked, offered.chosen, offered.review, offered.standing
    version = looked.version
    if version is None:
        raise LookupError(looked.link.id)
    proposal, advice = version.proposal, version.proposal.draft.orders
    part = offered.part(asked.part or None) if offered.may_send else None
    text = compose(offered, part) if part is not None else ""
    unticked = asked.why in _TICKED_LATE and review is not None and bool(_missing_ticks(review, asked))
    choice_errors = [(_target(each.path), choice_problem(each, advice)) for each in chosen.errors]
    return {
        "looked": looked,
        "version": version,
        "proposal": proposal,
        "shared": ist_words(version.shared_at),
        "chosen": chosen,
        "review": review,
        "part": part,
        "orders": offered.orders,
        "filled": filled_by(filled_instruments(looked.sendings)),
        "problems": _problems(review),
        "instruments": _instruments(review, offered.known),
        "sliced": [said for whole in review.plan.wholes if (said := plan_words.cut(whole))] if review else [],
        "advised": advised(proposal, version.shared_at, offered.known, chosen.places or None),
        "risk": risk_words(proposal.risk_class),
        "until": words.until(version),
        "form": choice_form(offered),
        "choice_notes": [choice_problem(each, advice) for each in chosen.notes],
        "unspent": left_over(chosen.unspent) if chosen.unspent else "",
        "changed": [change_words(each, advice) for each in chosen.changes],
        "blocked": [standing_sentence(each, advice) for each in standing.blocked],
        "markets": [standing_sentence(each, advice) for each in standing.told if each.order is None],
        "prices": _prices(standing.told, advice),
        # A choice that is made and not sent yet would be lost on the way there and back.
        "keeps_session": not asked.chosen and _keeps_session(looked),
        "summary": _summary(asked, choice_errors, unticked=unticked),
        "unticked": unticked,
        "choice_errors": dict(choice_errors),
        "consent_text": text,
        "text_sha256": text_sha256(text) if text else "",
        "at_stake": _at_stake(offered, review, part) if review and part else [],
        "sent_before": sent_before(outside(), (*offered.before, *review.at_stake(part))) if review and part else [],
        "known": known_sha256((*offered.before, *review.at_stake(part))) if review and part else "",
        "close_kite": any(
            kite_may_be_open(each.handoff, each.news.handbacks, each.news.words) for each in looked.sendings
        ),
        "ticked": {(tick.code, tick.order) for tick in (*(review.accepted if review else ()), *asked.ticks)},
        "why": asked.why.name if asked.why else "",
        "nothing_sent": bool(asked.why or asked.stale),
        "chosen_now": asked.chosen,
        "account": whose_orders(looked.client),
        "asks_kite_id": not known_account(looked.client),
        "kite_id": asked.kite_id,
        "kite_id_fault": asked.fault,
        "from_holdings": _from_holdings(offered),
        "errors": bool(asked.why or asked.fault or asked.stale or (asked.chosen and choice_errors)),
    }


def _at_stake(offered: Offered, review: Review, part: PartReview) -> list[str]:
    """What may be placed twice: of this address, and of those that it came after."""
    return [at_stake_sentence(each, review) for each in (*offered.before, *review.at_stake(part))]


def _keeps_session(looked: Looked) -> bool:
    """Whether the client keeps a session that the market can be looked at with."""
    readings = [each for sending in looked.sendings for each in sending.news.readings]
    return outside().app.can_read and kept_reading(readings, looked.stood.at) is not None


def _prices(told: Sequence[Problem], advice: Sequence[OrderText]) -> list[str]:
    """What is told of the orders' prices; that none is known here, once for all of them."""
    unknown = [each for each in told if each.code == _UNKNOWN]
    said = [standing_sentence(each, advice) for each in told if each.order is not None and each.code != _UNKNOWN]
    if len(unknown) == 1:
        return [*said, standing_sentence(unknown[0], advice)]
    if unknown:
        said.append(
            ngettext(
                "Of %(num)s order no last price is known here: look at the price on Kite before you place it.",
                "Of %(num)s orders no last price is known here: look at the prices on Kite before you place them.",
                len(unknown),
            )
        )
    return said


def _target(path: tuple[str | int, ...]) -> str:
    """The id of the field that a choice's problem is about."""
    if len(path) == 3 and path[0] == "orders":  # noqa: PLR2004 - ("orders", place, field)
        return f"{str(path[2]).replace('_', '-')}-{path[1]}"
    return str(path[0]) if path else "choices"


def _missing_ticks(review: Review, asked: Asked) -> set[Acceptance]:
    """The warnings that are still to be accepted."""
    return needed_ticks(review) - review.accepted - set(asked.ticks)


def _summary(asked: Asked, choice_errors: list[tuple[str, str]], *, unticked: bool) -> list[tuple[str, str]]:
    found = [words.refusal(asked.why)] if asked.why else []
    if unticked and asked.why is not Why.NOT_ACCEPTED:
        found.append(words.refusal(Why.NOT_ACCEPTED))
    if asked.stale:
        found.append(("", words.stale()))
    if asked.fault:
        found.append(("kite_id", asked.fault))
    return [*found, *(choice_errors if asked.chosen else [])]


def _problems(review: Review | None) -> Shown:
    return shown(review.checked, review.version.draft.orders) if review is not None else Shown()


def _instruments(review: Review | None, known: Known) -> list[str]:
    if review is None:
        return []
    return [
        instrument_line(known.listing(each.exchange, each.tradingsymbol), each.quantity) for each in review.plan.orders
    ]


def _from_holdings(offered: Offered) -> bool:
    """Whether shares are sold out of a demat account that Kite may not reach by itself: there is a step before."""
    details = offered.looked.client.details
    if details is None or details.ddpi == "yes":
        return False
    return any(
        each.transaction_type == "SELL" and each.exchange in {"NSE", "BSE"} and each.product in {"", "CNC"}
        for each in offered.chosen.orders
    )

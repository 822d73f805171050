"""What a client is written, in their own language: from whom, until when, where. No security, no amount."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import quote

from tokri.core.desk.client import Client
from tokri.core.desk.firm import Firm
from tokri.core.link.link import MessageKind
from tokri.web.language import _, speaking
from tokri.web.words.times import ist_words

_WHATSAPP: Final = "https://wa.me/"

#: A line of a letter's subject is never longer.
_LONGEST_SUBJECT: Final = 150


@dataclass(frozen=True, slots=True)
class ToTell:
    """One account of a message: whose it is, and the address of its link."""

    client: Client
    address: str


@dataclass(frozen=True, slots=True)
class About:
    """What a message is about: whose advice, until when (UTC; None: it does not say), and what kind of message."""

    firm: Firm
    until: datetime | None
    kind: MessageKind


def message(told: Sequence[ToTell], about: About, language: str) -> str:
    """The text for one phone: to one account by name, or to a family with a line for each account."""
    with speaking(language):
        return "\n".join((_greeting(told), "", _said(about), *_addresses(told), "", _closing(about)))


def subject(about: About, language: str) -> str:
    """The subject of a letter: no address and nobody's name, for it stands in the open."""
    with speaking(language):
        found = _("Advice from %(firm)s", firm=about.firm.name)
    return " ".join(found.split())[:_LONGEST_SUBJECT]


def group_message(group_address: str, about: About, language: str) -> str:
    """The text for a group: no name, and the one address that asks each for their code."""
    with speaking(language):
        return "\n".join((_("Hello,"), "", _said(about), group_address, "", _closing(about)))


def whatsapp(phone: str, text: str) -> str:
    """The address that opens WhatsApp with the text; "" without a phone. It takes the number in digits alone."""
    digits = phone_digits(phone)
    return f"{_WHATSAPP}{digits}?text={quote(text, safe='')}" if digits else ""


def phone_digits(phone: str) -> str:
    """The number with its country in front and no sign: 919800000001. One without a country is India's."""
    digits = "".join(each for each in phone if each.isascii() and each.isdigit())
    if not digits:
        return ""
    return digits if phone.strip().startswith("+") else f"91{digits.lstrip('0')}"


def one_line(text: str) -> str:
    """The text for a cell of a file: on one line."""
    return " ".join(text.split())


def _greeting(told: Sequence[ToTell]) -> str:
    names = dict.fromkeys(_reader(each.client) for each in told)
    return _("Hello %(name)s,", name=next(iter(names))) if len(names) == 1 else _("Hello,")


def _reader(client: Client) -> str:
    """Who reads it: whoever says yes for the account."""
    details = client.details
    return details.consenter_name or details.name if details is not None else client.code


def _said(about: About) -> str:
    facts = {"firm": about.firm.name, "number": about.firm.sebi_number}
    match about.kind:
        case MessageKind.CORRECTION:
            return _(
                "%(firm)s, SEBI registration %(number)s, has taken back its advice: do not place these orders. Please "
                "read why:",
                **facts,
            )
        case MessageKind.REMINDER if about.until is not None:
            return _(
                "%(firm)s, SEBI registration %(number)s, reminds you of its advice. Please look at it before "
                "%(until)s:",
                until=ist_words(about.until),
                **facts,
            )
        case MessageKind.REMINDER:
            return _("%(firm)s, SEBI registration %(number)s, reminds you of its advice:", **facts)
        case _ if about.until is not None:
            return _(
                "%(firm)s, SEBI registration %(number)s, has advice for you. Please look at it before %(until)s:",
                until=ist_words(about.until),
                **facts,
            )
        case _:
            return _("%(firm)s, SEBI registration %(number)s, has advice for you:", **facts)


def _addresses(told: Sequence[ToTell]) -> list[str]:
    if len(told) == 1:
        return [told[0].address]
    return [_("%(name)s: %(address)s", name=each.client.name, address=each.address) for each in told]


def _closing(about: About) -> str:
    if about.firm.phone:
        return _(
            "Only for you; do not forward. We never ask for your Kite password. Questions: %(phone)s",
            phone=about.firm.phone,
        )
    return _("Only for you; do not forward. We never ask for your Kite password.")

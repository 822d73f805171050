"""A client of the firm: an account, not a phone. Several accounts may share one phone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class AccountKind(StrEnum):
    RESIDENT = "resident"
    NRI = "nri"
    MINOR = "minor"
    HUF = "huf"
    COMPANY = "company"


class Consenter(StrEnum):
    """Who says yes for the account."""

    CLIENT = "client"
    GUARDIAN = "guardian"
    KARTA = "karta"
    SIGNATORY = "signatory"


#: Who may say yes for which account: a minor cannot, a HUF acts by its karta, a company by whoever signs for it.
#: Source: Indian Contract Act 1872, section 11; SEBI's KYC norms name guardian, karta and authorised signatory.
MAY_CONSENT: Final[Mapping[AccountKind, tuple[Consenter, ...]]] = MappingProxyType(
    {
        AccountKind.RESIDENT: (Consenter.CLIENT, Consenter.GUARDIAN),
        AccountKind.NRI: (Consenter.CLIENT, Consenter.GUARDIAN),
        AccountKind.MINOR: (Consenter.GUARDIAN,),
        AccountKind.HUF: (Consenter.KARTA,),
        AccountKind.COMPANY: (Consenter.SIGNATORY,),
    }
)


class CheckKind(StrEnum):
    """What a client is asked before a link opens, where the firm wants it."""

    NONE = ""
    PAN = "pan"  #: the last four of the PAN
    BIRTH_YEAR = "birth-year"


@dataclass(frozen=True, slots=True)
class ClientDetails:
    """What the firm knows of a client: all personal data, and nothing else is. Text is "" where it is not known.

    `risk_class` is a value of tokri/core/desk/suitability.py. `capital` is in rupees, `multiplier` a plain number.
    `ddpi` is yes, no, or "" for unknown. `segments` are Kite's exchanges that are switched on.
    """

    name: str
    phone: str = ""
    email: str = ""
    kite_user_id: str = ""
    broker: str = "Zerodha"
    language: str = "en"
    account_kind: AccountKind = AccountKind.RESIDENT
    consenter: Consenter = Consenter.CLIENT
    consenter_name: str = ""
    ddpi: str = ""
    segments: tuple[str, ...] = ()
    risk_class: str = ""
    risk_on: date | None = None
    agreement_from: date | None = None
    agreement_until: date | None = None
    capital: Decimal | None = None
    multiplier: Decimal | None = None
    groups: tuple[str, ...] = ()
    check_kind: CheckKind = CheckKind.NONE


@dataclass(frozen=True, slots=True)
class Client:
    """A client as kept. `details` is None once they were erased; the code stays, so that the record can be read.

    `check_hash` is a salted, slow hash of the check value. `edition` counts changes, so that two who edit one client
    notice each other.
    """

    id: str
    code: str
    details: ClientDetails | None
    created_at: datetime
    changed_at: datetime
    edition: int = 1
    check_hash: str | None = None
    inactive_at: datetime | None = None
    erased_at: datetime | None = None

    @property
    def name(self) -> str:
        """Their name; of one who was erased, the code."""
        return self.code if self.details is None else self.details.name

    @property
    def subject(self) -> str:
        """What the record calls them, and by what all that it says of them is erased."""
        return f"client:{self.id}"


@dataclass(frozen=True, slots=True)
class Holding:
    """What a client held of one security on a day, in units, by an upload."""

    exchange: str
    tradingsymbol: str
    isin: str
    quantity: int
    on: date

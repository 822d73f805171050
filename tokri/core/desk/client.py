"""A client of the firm: an account, not a phone. Several accounts may share one phone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum


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


@dataclass(frozen=True, slots=True)
class Holding:
    """What a client held of one security on a day, in units, by an upload."""

    exchange: str
    tradingsymbol: str
    isin: str
    quantity: int
    on: date

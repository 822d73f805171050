"""A client as typed, in a form or in a row of a file, and what it means: the details, or every fault by its field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final, TypeVar

from tokri.core.desk import client_fields as parse
from tokri.core.desk.client import MAY_CONSENT, AccountKind, CheckKind, ClientDetails, Consenter
from tokri.core.desk.client_fields import FieldFault
from tokri.core.desk.suitability import risk_class
from tokri.core.glimpse import glimpse

Kind = TypeVar("Kind", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class ClientText:
    """A client's details as somebody typed them. The names are those of ClientDetails, but for the code."""

    code: str = ""
    name: str = ""
    phone: str = ""
    email: str = ""
    kite_user_id: str = ""
    broker: str = ""
    language: str = ""
    account_kind: str = ""
    consenter: str = ""
    consenter_name: str = ""
    ddpi: str = ""
    segments: str = ""
    risk_class: str = ""
    risk_on: str = ""
    agreement_from: str = ""
    agreement_until: str = ""
    capital: str = ""
    multiplier: str = ""
    groups: str = ""


#: The fields, in the order of the form and of the file.
FIELDS: Final = tuple(each.name for each in fields(ClientText))

#: What stands where a form or a file leaves a choice open.
USUAL: Final[Mapping[str, str]] = {
    "broker": "Zerodha",
    "language": "en",
    "account_kind": AccountKind.RESIDENT,
}


class PairFault(StrEnum):
    """What is wrong with a field beside another one, or beside another client."""

    CODE_TAKEN = "code-taken"  #: another client has the code

    CONSENTER = "consenter-cannot"  #: this one cannot say yes for such an account
    NAME_MISSING = "consenter-name-missing"  #: somebody else consents, and nobody says who
    NAME_SPARE = "consenter-name-spare"  #: the client consents, and somebody is named
    RISK_UNDATED = "risk-undated"  #: a risk class without its day
    RISK_MISSING = "risk-missing"  #: a day without its risk class
    RISK_TO_COME = "risk-to-come"  #: a day that has not come
    END_ALONE = "agreement-end-alone"  #: an end without a beginning
    END_FIRST = "agreement-end-first"  #: an end before the beginning


@dataclass(frozen=True, slots=True)
class ClientFault:
    """One fault of what was typed: the field's name, the code, and facts for its sentence (texts, shortened)."""

    name: str
    code: FieldFault | PairFault
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ClientReading:
    """What a text means: `details` is None where there are faults."""

    code: str
    details: ClientDetails | None
    faults: tuple[ClientFault, ...] = ()


def read_client(typed: ClientText, today: date, check_kind: CheckKind = CheckKind.NONE) -> ClientReading:
    """Read every field, then the pairs. `today` is the day in India; what is asked of the client is not a text."""
    values: dict[str, Any] = {}
    faults: list[ClientFault] = []
    for name in FIELDS:
        text = getattr(typed, name)
        value = _READ[name](text)
        if isinstance(value, FieldFault):
            faults.append(ClientFault(name, value, {"typed": glimpse(text)}))
        else:
            values[name] = value
    faults += _pairs(values, today)
    code = values.pop("code", "")
    if faults:
        in_order = sorted(faults, key=lambda fault: FIELDS.index(fault.name))
        return ClientReading(code, None, tuple(in_order))
    return ClientReading(code, ClientDetails(**values, check_kind=check_kind))


def text_of(code: str, details: ClientDetails) -> ClientText:
    """The details as somebody would type them: reading it gives the same details again."""
    texts = {name: getattr(details, name) for name in FIELDS if name != "code"}
    return replace(ClientText(code=code), **{name: _text(name, value) for name, value in texts.items()})


def _text(name: str, value: object) -> str:
    if name == "groups" and isinstance(value, tuple):
        return ", ".join(value)
    if isinstance(value, tuple):
        return " ".join(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    return "" if value is None else str(value)


def _choice(kind: type[Kind], text: str) -> Kind | FieldFault:
    found = text.strip().lower()
    return next((each for each in kind if each.value == found), FieldFault.UNKNOWN)


def _one_of(known: tuple[str, ...], text: str) -> str | FieldFault:
    found = text.strip().lower()
    return found if found in known else FieldFault.UNKNOWN


def _name(text: str) -> str | FieldFault:
    return parse.words(text) or FieldFault.MISSING


def _risk(text: str) -> str | FieldFault:
    found = "-".join(text.strip().lower().replace("-", " ").split())
    return found if not found or risk_class(found) else FieldFault.UNKNOWN


def _consenter(text: str) -> Consenter | FieldFault | None:
    """None where nothing was typed: then it is whoever usually consents for such an account."""
    return _choice(Consenter, text) if text.strip() else None


_READ: Final[Mapping[str, Any]] = {
    "code": parse.code,
    "name": _name,
    "phone": parse.phone,
    "email": parse.email,
    "kite_user_id": parse.kite_user_id,
    "broker": lambda text: parse.words(text or USUAL["broker"]),
    "language": lambda text: _one_of(parse.LANGUAGES, text or USUAL["language"]),
    "account_kind": lambda text: _choice(AccountKind, text or USUAL["account_kind"]),
    "consenter": _consenter,
    "consenter_name": parse.words,
    "ddpi": lambda text: _one_of(("yes", "no", ""), "" if text.strip().lower() == "unknown" else text),
    "segments": parse.segments,
    "risk_class": _risk,
    "risk_on": parse.day,
    "agreement_from": parse.day,
    "agreement_until": parse.day,
    "capital": parse.capital,
    "multiplier": parse.multiplier,
    "groups": parse.groups,
}


def _pairs(values: dict[str, Any], today: date) -> list[ClientFault]:
    """What is wrong between fields, as far as both could be read. A consenter left open is put in."""
    faults = []
    if {"account_kind", "consenter"} <= values.keys():
        kind = values["account_kind"]
        values["consenter"] = consenter = values["consenter"] or MAY_CONSENT[kind][0]
        if consenter not in MAY_CONSENT[kind]:
            facts = {"kind": kind.value, "consenter": consenter.value, "instead": MAY_CONSENT[kind][0].value}
            faults.append(ClientFault("consenter", PairFault.CONSENTER, facts))
        elif "consenter_name" in values:
            faults += _named(consenter, values["consenter_name"])
    elif {"consenter", "consenter_name"} <= values.keys() and values["consenter"] is not None:
        faults += _named(values["consenter"], values["consenter_name"])
    if {"risk_class", "risk_on"} <= values.keys():
        faults += _risk_pair(values["risk_class"], values["risk_on"])
    if (assessed := values.get("risk_on")) is not None and assessed > today:
        faults.append(ClientFault("risk_on", PairFault.RISK_TO_COME))
    if {"agreement_from", "agreement_until"} <= values.keys() and values["agreement_until"] is not None:
        begins, ends = values["agreement_from"], values["agreement_until"]
        if begins is None:
            faults.append(ClientFault("agreement_from", PairFault.END_ALONE))
        elif ends < begins:
            faults.append(ClientFault("agreement_until", PairFault.END_FIRST))
    return faults


def _named(consenter: Consenter, name: str) -> list[ClientFault]:
    facts = {"consenter": consenter.value}
    if consenter is Consenter.CLIENT:
        return [ClientFault("consenter_name", PairFault.NAME_SPARE, facts)] if name else []
    return [] if name else [ClientFault("consenter_name", PairFault.NAME_MISSING, facts)]


def _risk_pair(found: str, on: date | None) -> list[ClientFault]:
    if found and on is None:
        return [ClientFault("risk_on", PairFault.RISK_UNDATED)]
    if on is not None and not found:
        return [ClientFault("risk_class", PairFault.RISK_MISSING)]
    return []

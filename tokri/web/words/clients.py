"""Clients in words: what their fields are called, what is wrong with what was typed, and how they stand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from tokri.core.desk.client import AccountKind, CheckKind, Consenter
from tokri.core.desk.client_csv import FileFault, FileProblem
from tokri.core.desk.client_fields import FieldFault
from tokri.core.desk.client_holdings import HoldingsFault, HoldingsProblem
from tokri.core.desk.client_import import Fate
from tokri.core.desk.client_list import Standing
from tokri.core.desk.client_reading import ClientFault, PairFault
from tokri.core.desk.suitability import Bar, Misfit, RiskClass
from tokri.core.money import grouped

LABELS: Final[Mapping[str, str]] = {
    "code": "Code",
    "name": "Name",
    "phone": "Phone",
    "email": "E-mail",
    "kite_user_id": "Kite client id",
    "broker": "Broker",
    "language": "Language",
    "account_kind": "Kind of account",
    "consenter": "Who consents",
    "consenter_name": "Name of who consents",
    "ddpi": "DDPI",
    "segments": "Segments switched on",
    "risk_class": "Risk class",
    "risk_on": "Risk assessed on",
    "agreement_from": "Agreement from",
    "agreement_until": "Agreement until",
    "capital": "Capital",
    "multiplier": "Multiplier",
    "groups": "Groups",
    "check_kind": "Asked when a link opens",
    "check_value": "Answer that you expect",
}

KINDS: Final[Mapping[str, str]] = {
    AccountKind.RESIDENT: "Resident",
    AccountKind.NRI: "NRI",
    AccountKind.MINOR: "Minor",
    AccountKind.HUF: "HUF",
    AccountKind.COMPANY: "Company",
}
CONSENTERS: Final[Mapping[str, str]] = {
    Consenter.CLIENT: "The client",
    Consenter.GUARDIAN: "A guardian",
    Consenter.KARTA: "The karta",
    Consenter.SIGNATORY: "An authorised signatory",
}
RISKS: Final[Mapping[str, str]] = {each.value: each.value.replace("-", " ").capitalize() for each in RiskClass}
LANGUAGES: Final[Mapping[str, str]] = {"en": "English", "hi": "Hindi"}
DDPI: Final[Mapping[str, str]] = {"": "Not known", "yes": "Yes", "no": "No"}
CHECKS: Final[Mapping[str, str]] = {
    CheckKind.NONE: "Nothing",
    CheckKind.PAN: "The last four characters of their PAN",
    CheckKind.BIRTH_YEAR: "Their year of birth",
}
STANDINGS: Final[Mapping[str, str]] = {
    Standing.ACTIVE: "Active",
    Standing.INACTIVE: "Inactive",
    Standing.ENDED: "Agreement ended",
    Standing.ERASED: "Erased",
}
SORTS: Final[Mapping[str, str]] = {
    "name": "Name",
    "code": "Code",
    "agreement": "End of agreement, soonest first",
    "changed": "Last changed first",
}
FATES: Final[Mapping[str, str]] = {
    Fate.NEW: "New",
    Fate.CHANGED: "Changed",
    Fate.UNCHANGED: "Unchanged",
    Fate.FAULTY: "To put right",
}

#: Why a basket cannot go to a client today, each a whole sentence; `name` is the client's.
BARS: Final[Mapping[Bar, str]] = {
    Bar.ERASED: "Their data was erased.",
    Bar.INACTIVE: "{name} is inactive.",
    Bar.AGREEMENT_MISSING: "No agreement is entered.",
    Bar.AGREEMENT_NOT_BEGUN: "Their agreement has not begun.",
    Bar.AGREEMENT_ENDED: "Their agreement has ended.",
}

#: Why no basket suits a client yet, where the firm answers for that.
NOT_YET: Final[Mapping[Misfit, str]] = {
    Misfit.CLIENT_UNASSESSED: "No risk class on record.",
    Misfit.STALE: "Their risk class is out of date; assess it again.",
}

_NOUNS: Final[Mapping[str, str]] = {
    "code": "a code of your own for the client",
    "name": "the client’s name",
    "check_value": "the answer that you expect",
}

#: For any field, unless the next table says it better.
_USUAL: Final[Mapping[FieldFault, str]] = {
    FieldFault.MISSING: "Enter {noun}.",
    FieldFault.LONG: "{label} is too long: write it in {most} characters at most.",
    FieldFault.UNPRINTABLE: "{label} holds a character that cannot be seen. Type it anew.",
    FieldFault.BEGINNING: "{label} begins with a sign, “{typed}”. Begin it with a letter or a digit.",
    FieldFault.SHAPE: "{label}, “{typed}”, cannot be read.",
    FieldFault.UNKNOWN: "{label}, “{typed}”, is not on the list. Choose one that is.",
    FieldFault.UNREADABLE: "{label}, “{typed}”, is no number.",
    FieldFault.DECIMALS: "{label}, “{typed}”, has more decimals than can be kept.",
    FieldFault.RANGE: "{label}, “{typed}”, is out of the range that makes sense.",
    FieldFault.MANY: "{label} are more than ten. Leave some out.",
}
_A_DAY: Final = "{label}, “{typed}”, is no day. Write it as 11 Feb 2026 or 11-02-2026."
_A_DAY_THEN: Final = "{label}, “{typed}”, is no day of our time. Look at the year."

SENTENCES: Final[Mapping[tuple[str, FieldFault], str]] = {
    ("code", FieldFault.SHAPE): (
        "The code, “{typed}”, is not made of letters, digits, hyphens and underscores alone. Begin it with a letter "
        "or a digit."
    ),
    ("phone", FieldFault.SHAPE): (
        "The phone, “{typed}”, is no phone number. Enter the ten digits of an Indian mobile, "
        "or a number abroad with + and its country code."
    ),
    ("groups", FieldFault.LONG): "A group’s name is too long. Use 40 characters at most for each.",
    ("email", FieldFault.SHAPE): "The e-mail, “{typed}”, is no address. Write it as name@example.com.",
    ("kite_user_id", FieldFault.SHAPE): (
        "The Kite client id, “{typed}”, does not look like one. It is what they sign in to Kite with, as AB1234."
    ),
    ("segments", FieldFault.UNKNOWN): (
        "The segments, “{typed}”, are not all Kite’s. Use NSE, BSE, NFO, BFO, CDS, BCD and MCX."
    ),
    ("account_kind", FieldFault.UNKNOWN): (
        "The kind of account, “{typed}”, is not known. Use resident, nri, minor, huf or company."
    ),
    ("consenter", FieldFault.UNKNOWN): (
        "Who consents, “{typed}”, is not known. Use client, guardian, karta or signatory."
    ),
    ("language", FieldFault.UNKNOWN): "The language, “{typed}”, is not one that pages are written in. Use en or hi.",
    ("ddpi", FieldFault.UNKNOWN): "DDPI is “{typed}”. Use yes, no, or leave it empty where it is not known.",
    ("risk_class", FieldFault.UNKNOWN): (
        "The risk class, “{typed}”, is not one of the six. Use low, low to moderate, moderate, moderately high, "
        "high or very high."
    ),
    ("capital", FieldFault.UNREADABLE): (
        "The capital, “{typed}”, is no amount. Write it in rupees, as 25,00,000 or 25 lakh."
    ),
    ("capital", FieldFault.DECIMALS): "The capital, “{typed}”, is finer than a paisa. Leave the further decimals out.",
    ("capital", FieldFault.RANGE): "The capital, “{typed}”, is more than zero, and at most nine digits of rupees.",
    ("multiplier", FieldFault.UNREADABLE): "The multiplier, “{typed}”, is no number. Write it as 2 or 0.5.",
    ("multiplier", FieldFault.RANGE): "The multiplier, “{typed}”, is not between 0.01 and 1,000.",
    ("check_value", FieldFault.SHAPE): "The answer does not fit the question. {check_shape}",
    (
        "check_value",
        FieldFault.RANGE,
    ): "The year of birth is to come, or more than 120 years back. Type it anew.",
    ("check_value", FieldFault.MISSING): "Enter the answer that you expect. {check_shape}",
    **{(name, FieldFault.UNREADABLE): _A_DAY for name in ("risk_on", "agreement_from", "agreement_until")},
    **{(name, FieldFault.RANGE): _A_DAY_THEN for name in ("risk_on", "agreement_from", "agreement_until")},
}

PAIRS: Final[Mapping[PairFault, str]] = {
    PairFault.CODE_TAKEN: "The code {typed} is taken: it is that of {name}. Choose another.",
    PairFault.CONSENTER: "{consenter_words} cannot consent for {kind_words}. Choose {instead_words}.",
    PairFault.NAME_MISSING: "Enter the name of {consenter_the}, who consents for the account.",
    PairFault.NAME_SPARE: "The client consents, so nobody else is named. Clear the name, or choose who consents.",
    PairFault.RISK_UNDATED: "Enter the day on which the risk class was found. It counts for a year.",
    PairFault.RISK_MISSING: "Choose the risk class that was found on that day, or clear the day.",
    PairFault.RISK_TO_COME: "The day of the risk class has not come yet. Enter the day on which it was found.",
    PairFault.END_ALONE: "Enter the day from which the agreement counts; only its end is there.",
    PairFault.END_FIRST: "The agreement ends before it begins. Look at both days.",
}

FILES: Final[Mapping[FileFault, str]] = {
    FileFault.EMPTY: "Choose a file, or paste rows. Nothing was there to read.",
    FileFault.LARGE: "The list is too long: at most {most} characters are read at once. Cut it into several.",
    FileFault.ROWS: "The list has {rows} rows; at most {most} are read at once. Cut it into several.",
    FileFault.KIND: "The file is neither CSV nor a spreadsheet of today. Save it as CSV or XLSX.",
    FileFault.SHEET: "The spreadsheet cannot be read: it is broken, or has more than {most} rows. Save it as CSV.",
    FileFault.NO_HEADINGS: "The first row must name the columns; the column {missing} is not there.",
    FileFault.HEADING_TWICE: "Two columns are both {field}. Leave one out.",
    FileFault.NO_ROWS: "There are headings, and no row under them.",
    FileFault.HEADING_UNKNOWN: "The column “{typed}” is not known here, and is left out.",
    FileFault.EXTRA: "A cell stands beyond the headings, “{typed}”. A text with a comma needs quotation marks.",
    FileFault.CODE_TWICE: "The code {typed} stands in row {row}, too. Keep one of them.",
    FileFault.ERASED: "The client of this code was erased. Give a new client a new code.",
}

HOLDINGS: Final[Mapping[HoldingsFault, str]] = {
    HoldingsFault.NOT_HOLDINGS: (
        "This is no list of holdings. Download it from Kite (Holdings, Download) or the Console (Portfolio, Holdings)."
    ),
    HoldingsFault.MANY: "The list has {rows} rows; at most {most} holdings are kept.",
    HoldingsFault.SYMBOL: "Row {row}: “{typed}” is no symbol.",
    HoldingsFault.QUANTITY: "Row {row}, {symbol}: “{typed}” is no whole number of units.",
    HoldingsFault.TWICE: "Row {row}: {typed} is there a second time. Keep one row of it.",
}

_LONGEST: Final[Mapping[str, int]] = {"code": 20, "email": 254}
_CHECK_SHAPES: Final = {
    CheckKind.PAN: "The last four characters of a PAN are three digits and a letter.",
    CheckKind.BIRTH_YEAR: "A year of birth has four digits.",
}
_FOR_KINDS: Final[Mapping[str, str]] = {
    AccountKind.RESIDENT: "a resident’s own account",
    AccountKind.NRI: "an NRI’s own account",
    AccountKind.MINOR: "a minor’s account",
    AccountKind.HUF: "the account of a HUF",
    AccountKind.COMPANY: "a company’s account",
}


def fault(found: ClientFault) -> str:
    """The sentence of a fault: the field, what is wrong, and the mend."""
    facts = found.facts
    if isinstance(found.code, PairFault):
        consenter = CONSENTERS.get(facts.get("consenter", ""), "")
        return PAIRS[found.code].format(
            **facts,
            consenter_words=consenter,
            kind_words=_FOR_KINDS.get(facts.get("kind", ""), ""),
            instead_words=_lower(CONSENTERS.get(facts.get("instead", ""), "")),
            consenter_the=_lower(consenter).replace("a guardian", "the guardian").replace("an a", "the a"),
        )
    sentence = SENTENCES.get((found.name, found.code), _USUAL[found.code])
    return sentence.format(
        **{"typed": "", **facts},
        label=LABELS[found.name] if found.name == "ddpi" else f"The {_lower(LABELS[found.name])}",
        noun=_NOUNS.get(found.name, f"the {_lower(LABELS[found.name])}"),
        most=_LONGEST.get(found.name, 100),
        check_shape=_CHECK_SHAPES.get(CheckKind(facts.get("kind", "")), ""),
    )


def file_problem(problem: FileProblem) -> str:
    """The sentence of what is wrong with a file, or a row of it."""
    return FILES[problem.code].format(**_grouped(problem.facts))


def holdings_problem(problem: HoldingsProblem) -> str:
    """The sentence of what is wrong with a list of holdings."""
    return HOLDINGS[problem.code].format(**{"row": problem.row, **_grouped(problem.facts)})


def clients(count: int) -> str:
    """1 client, 12 clients."""
    return f"{grouped(count)} client{'' if count == 1 else 's'}"


def _lower(words: str) -> str:
    """Within a sentence; names and abbreviations keep their capitals."""
    return (
        words
        if (words[:2].isupper() and words[:2].isalpha()) or words.startswith("Kite")
        else words[:1].lower() + words[1:]
    )


def _grouped(facts: Mapping[str, str | int]) -> dict[str, str]:
    return {name: grouped(value) if isinstance(value, int) else value for name, value in facts.items()}

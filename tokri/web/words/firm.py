"""What the pages of the firm say: names of fields, why each is wanted, what is wrong with what was typed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final, NamedTuple

from tokri.core.desk.firm import Firm, FirmKind, Part, value_of
from tokri.core.desk.firm_text import FirmCode, FirmFault
from tokri.core.desk.furnishing import Missing, Why
from tokri.core.ports.logo import LogoRefused

PARTS: Final[Mapping[Part, str]] = {
    Part.WHO: "Who you are",
    Part.COMPLAINTS: "Questions and complaints",
    Part.SENTENCES: "The exact sentences",
    Part.LOGO: "Logo",
    Part.WORK: "How you work",
    Part.KITE: "Kite",
}

KINDS: Final[Mapping[FirmKind, str]] = {
    FirmKind.ADVISER: "Investment adviser",
    FirmKind.ANALYST: "Research analyst",
    FirmKind.BOTH: "Both",
}

LABELS: Final[Mapping[str, str]] = {
    "kind": "Registered with SEBI as",
    "name": "Name of the firm",
    "sebi_number": "SEBI registration number",
    "bse_label": "Kind of BSE number",
    "bse_number": "BSE number",
    "office": "Registered office",
    "phone": "Telephone",
    "cin": "CIN",
    "officer_name": "Principal or compliance officer",
    "officer_email": "Officer’s e-mail",
    "grievance_url": "How to complain to you",
    "scores_url": "SCORES",
    "odr_url": "Smart ODR",
    "charter_url": "Investor charter",
    "logo_sha256": "Logo",
    "rationale_required": "Every basket needs its why",
    "approval_required": "A second person approves",
    "totp_required": "Everybody signs in with a second factor",
    "link_check": "A link asks what only the client can answer",
    "retention_years": "Years that records are kept",
    "enabled_for_others": "Enabled by Zerodha for other clients",
}

_SENTENCE_NAMES: Final = {"warning": "Warning sentence", "registration": "Registration sentence"}

LANGUAGES: Final[Mapping[str, str]] = {
    "en": "English",
    "hi": "Hindi",
    "as": "Assamese",
    "bn": "Bengali",
    "gu": "Gujarati",
    "kn": "Kannada",
    "ml": "Malayalam",
    "mr": "Marathi",
    "or": "Odia",
    "pa": "Punjabi",
    "ta": "Tamil",
    "te": "Telugu",
    "ur": "Urdu",
}

#: What the circular of 5 April 2023 is quoted with. It is shown to compare with, and nothing is ever filled in from it.
KNOWN: Final[Mapping[str, str]] = {
    "warning": (
        "Investment in securities market are subject to market risks. Read all the related documents carefully before "
        "investing."
    ),
    "registration": (
        "Registration granted by SEBI, membership of BASL … and certification from NISM in no way guarantee "
        "performance of the intermediary or provide any assurance of returns to investors"
    ),
}

WHY: Final[Mapping[Why, str]] = {
    Why.ADVERTISEMENT_CODE: "asked by the advertisement code",
    Why.COMPLAINTS: "so that a client knows whom to turn to",
    Why.CHARTER: "asked by the circular on the investor charter",
    Why.KITE: "because Kite opens a Connect app for its owner alone",
}

_FAULTS: Final[Mapping[FirmCode, str]] = {
    FirmCode.TOO_LONG: "{field}: this is {has} letters, and there is room for {most}. Shorten it.",
    FirmCode.UNSEEN: (
        "{field}: character {place} ({character}) cannot be seen and can change how the rest is read. Take it out, or "
        "type the text here instead of pasting it."
    ),
    FirmCode.NUMBER: (
        "{field}: SEBI’s numbers are INA (adviser) or INH (analyst) and nine digits. Copy it from the certificate."
    ),
    FirmCode.NUMBER_UNUSUAL: (
        "{field}: SEBI’s numbers usually are INA (adviser) or INH (analyst) and nine digits. Compare it with the "
        "certificate."
    ),
    FirmCode.NUMBER_OF_ANOTHER: "{field}: for what the firm is registered as, one with {wanted} is expected.",
    FirmCode.PHONE: "{field}: write it as it is dialled, such as +91 22 4000 1234.",
    FirmCode.EMAIL: "{field}: an address has a name, an @ and a domain, such as officer@firm.in.",
    FirmCode.CIN: "{field}: it has 21 letters and digits, this has {has}. Leave it empty if the firm is no company.",
    FirmCode.CIN_UNUSUAL: (
        "{field}: it usually is L or U, five digits, two letters for the state, the year, three letters, six digits. "
        "Compare it with the certificate of incorporation."
    ),
    FirmCode.LINK: "{field}: a link begins with https:// and a name, such as https://firm.in/complaints.",
    FirmCode.CHOICE: "{field}: choose one of the answers.",
    FirmCode.YEARS: "{field}: at least {least} years, by the rules for advisers and analysts, and at most {most}.",
    FirmCode.HALF: "{field}: paste this one too, or empty both. A client reads both in one language.",
    FirmCode.NO_LANGUAGE: "{field}: choose a language that is not on this page yet, for what you pasted below it.",
}


class Row(NamedTuple):
    """A line of the page: the field's label, and what it holds as words ("" where nothing was filled in)."""

    name: str
    label: str
    value: str


def label(name: str) -> str:
    """What a field is called, a sentence with its language."""
    sentence, dash, language = name.partition("-")
    if not dash:
        return "Language" if name == "language" else LABELS[name]
    return f"{_SENTENCE_NAMES[sentence]}, {language_name(language)}"


def language_name(language: str) -> str:
    return "the added language" if language == "new" else LANGUAGES.get(language, language)


def value(firm: Firm, name: str) -> str:
    """What a field holds, as words."""
    found = value_of(firm, name)
    if isinstance(found, bool):
        return "Yes" if found else "No"
    if name == "kind":
        return KINDS[firm.kind]
    if name == "enabled_for_others":
        return {"yes": "Yes", "no": "No"}.get(firm.enabled_for_others, "")
    if name == "logo_sha256":
        return "There is one" if found else ""
    return str(found)


def rows(firm: Firm, names: Iterable[str]) -> list[Row]:
    """The lines of one part of the page."""
    return [
        Row(name, firm.bse_label if name == "bse_number" else label(name), value(firm, name))
        for name in names
        if name != "bse_label"
    ]


def fault(found: FirmFault) -> str:
    """One fault as a sentence."""
    return _FAULTS[found.code].format(field=label(found.name), **found.facts)


@dataclass(frozen=True, slots=True)
class Lacking:
    """What is missing: how many fields, and them in groups that one thing asks for, each field with its label."""

    number: int
    groups: tuple[tuple[str, tuple[tuple[Missing, str], ...]], ...]


def lacking(missing: Sequence[Missing]) -> Lacking:
    """What is missing, in the order of the pages, with what asks for it."""
    groups = [(WHY[why], tuple((each, label(each.field)) for each in group)) for why, group in groupby(missing, _why)]
    return Lacking(len(missing), tuple(groups))


def _why(each: Missing) -> Why:
    return each.why


def named(fields: Iterable[str]) -> str:
    """The labels of fields, one after the other."""
    return ", ".join(label(each) for each in fields)


def saved(part: str) -> str:
    """What a save did; "" for a part that there is not."""
    return f"Saved: {PARTS[Part(part)].lower()}." if part in set(Part) else ""


#: Said where the tick beside the upload is missing.
NOT_OWN: Final = "Tick that this is your own logo. Nobody else’s mark may stand on a client’s page."

_LOGO: Final[Mapping[str, str]] = {
    "empty": "Picture: choose a file first.",
    "heavy": "Picture: the file has more than {most_mb} MB. Save it smaller.",
    "kind": "Picture: this is no PNG, JPEG or WebP file. Save it as one of them.",
    "moving": "Picture: this one moves. Save one still picture of it.",
    "large": "Picture: it is {width} by {height} dots, and {most} each way are read. Save it smaller.",
    "broken": "Picture: the file cannot be read to its end. Save it once more and send that.",
}


def logo_refused(refused: LogoRefused) -> str:
    """Why a file did not become the logo."""
    return _LOGO[refused.code].format(most_mb=refused.facts.get("most", 0) // 1_000_000, **refused.facts)

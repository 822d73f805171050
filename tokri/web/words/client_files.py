"""The columns of a file of clients in words, and a file of made-up ones to be filled in."""

from __future__ import annotations

from typing import Final

#: The column, what stands in it, and an example. In the order of the fields.
COLUMNS: Final[tuple[tuple[str, str, str], ...]] = (
    (
        "code",
        "Your own code: up to 20 letters, digits, hyphens, underscores. Needed in every row.",
        "C001",
    ),
    ("name", "The client’s name. Needed in every row.", "Asha Rao"),
    ("phone", "An Indian mobile, or a number abroad with + and its country code.", "98765 43210"),
    ("email", "One address.", "asha@example.com"),
    ("kite_user_id", "What they sign in to Kite with.", "AB1234"),
    ("broker", "Empty means Zerodha.", "Zerodha"),
    ("language", "en or hi. Empty means en.", "en"),
    ("account_kind", "resident, nri, minor, huf or company. Empty means resident.", "resident"),
    ("consenter", "client, guardian, karta or signatory. Empty means whoever consents for such an account.", "client"),
    ("consenter_name", "Who that is, where it is not the client.", ""),
    ("ddpi", "yes, no, or empty where it is not known.", "yes"),
    ("segments", "Those that are switched on: NSE BSE NFO BFO CDS BCD MCX.", "NSE BSE"),
    ("risk_class", "low, low to moderate, moderate, moderately high, high or very high.", "moderate"),
    ("risk_on", "The day on which that was found.", "2026-01-05"),
    ("agreement_from", "The first day of the agreement.", "2026-01-05"),
    ("agreement_until", "Its last day, or empty.", "2027-01-04"),
    ("capital", "In rupees: 2500000, 25,00,000 or 25 lakh.", "2500000"),
    ("multiplier", "By how much quantities are multiplied.", "1.5"),
    ("groups", "Names with commas between them; at most ten.", "Retired, Mumbai"),
)

SAMPLE: Final = (
    "\ufeff"
    "code,name,phone,email,kite_user_id,broker,language,account_kind,consenter,consenter_name,ddpi,segments,"
    "risk_class,risk_on,agreement_from,agreement_until,capital,multiplier,groups\r\n"
    "C001,Asha Rao,98765 43210,asha@example.com,AB1234,Zerodha,en,resident,client,,yes,NSE BSE,"
    'moderate,2026-01-05,2026-01-05,2027-01-04,2500000,,"Retired, Mumbai"\r\n'
    "C002,Rao Family,98765 43210,,AB1235,Zerodha,en,huf,karta,Mohan Rao,no,NSE,"
    "high,2026-01-05,2026-01-05,,10000000,,\r\n"
)

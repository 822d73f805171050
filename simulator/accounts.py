"""The demo clients. All made up; their passwords stand on the login page, because this is a stand-in.

Beside those that are named there is a crowd, CR0000 to CR9999, for whoever needs many: each as the ordinary client.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

DEMO_CODE = "123456"


@dataclass(frozen=True)
class Holding:
    exchange: str
    tradingsymbol: str
    isin: str
    quantity: int
    average_price: Decimal


HOLDINGS = (
    Holding("NSE", "INFY", "INE009A01021", 200, Decimal("1421.35")),
    Holding("NSE", "RELIANCE", "INE002A01018", 150, Decimal("1280.10")),
    Holding("NSE", "TCS", "INE467B01029", 60, Decimal("3401.50")),
    Holding("NSE", "SBIN", "INE062A01020", 400, Decimal("801.75")),
    Holding("NSE", "ITC", "INE154A01025", 1000, Decimal("418.20")),
    Holding("NSE", "M&M", "INE101A01026", 50, Decimal("2890.00")),
    Holding("NSE", "HDFCBANK", "INE040A01034", 300, Decimal("840.40")),
)


@dataclass(frozen=True)
class Account:
    """A demo client. ``cash`` in rupees; ``demat_consent`` empty means sales need the depository's authorisation."""

    user_id: str
    user_name: str
    password: str = field(repr=False)
    about: str
    cash: Decimal = Decimal(2_500_000)
    commodity_cash: Decimal = Decimal(500_000)
    enabled: bool = True
    demat_consent: str = "consent"
    holdings: tuple[Holding, ...] = HOLDINGS

    @property
    def user_shortname(self) -> str:
        return self.user_name.split()[0]


class Accounts(dict[str, Account]):
    """The clients by their ids; one of the crowd is made when it is asked for, and stands in no list."""

    def __missing__(self, user_id: str) -> Account:
        """Make one of the crowd."""
        if not CROWD.fullmatch(user_id):
            raise KeyError(user_id)
        return Account(user_id, f"Client {user_id}", "crowd-demo", "one of a crowd")

    def find(self, user_id: str) -> Account | None:
        """Give the client of this id, or nothing."""
        return self[user_id] if user_id in self or CROWD.fullmatch(user_id) else None


CROWD = re.compile(r"CR[0-9]{4}", re.ASCII)
NAMED: Mapping[str, Account] = {
    account.user_id: account
    for account in (
        Account("DM0001", "Asha Rao", "asha-demo", "an ordinary client, ₹25,00,000 and some shares"),
        Account("DM0002", "Bharat Iyer", "bharat-demo", "low on funds: ₹750", cash=Decimal(750), holdings=()),
        Account("DM0003", "Charu Menon", "charu-demo", "someone else: to be signed in already as the wrong person"),
        Account("DM0004", "Dev Nair", "dev-demo", "not enabled for the app: Kite answers with an error", enabled=False),
        Account("DM0005", "Esha Pillai", "esha-demo", "no DDPI: each sale needs authorisation first", demat_consent=""),
    )
}
ACCOUNTS = Accounts(NAMED)

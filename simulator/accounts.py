"""The demo clients. All made up; their passwords stand on the login page, because this is a stand-in."""

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


ACCOUNTS = {
    account.user_id: account
    for account in (
        Account("DM0001", "Asha Rao", "asha-demo", "an ordinary client, ₹25,00,000 and some shares"),
        Account("DM0002", "Bharat Iyer", "bharat-demo", "low on funds: ₹750", cash=Decimal(750), holdings=()),
        Account("DM0003", "Charu Menon", "charu-demo", "someone else: to be signed in already as the wrong person"),
        Account("DM0004", "Dev Nair", "dev-demo", "not enabled for the app: Kite answers with an error", enabled=False),
        Account("DM0005", "Esha Pillai", "esha-demo", "no DDPI: each sale needs authorisation first", demat_consent=""),
    )
}

"""Settings: what an installation decides, read once from the environment, and refused with a sentence when wrong.

Every default is safe in production and may be public. An empty variable counts as not set.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Final, Self
from urllib.parse import SplitResult, urlsplit

#: Where Kite lives. In production nothing else is believed to be Kite.
KITE_URL: Final = "https://kite.zerodha.com"
KITE_API_URL: Final = "https://api.kite.trade"

#: Whatever else runs at these, it is this machine.
LOOPBACK_NAMES: Final = ("127.0.0.1", "localhost", ".localhost")

_ENVIRONMENTS: Final = ("production", "demo", "test")
_READ_ORDERS: Final = ("ask", "always", "never")
_SHORTEST_SECRET: Final = 32
_FEWEST_DISTINCT: Final = 10
_PLACEHOLDERS: Final = ("secret", "change", "password", "placeholder", "example", "insecure", "never-guess")
_NEW_SECRET: Final = "python3 -c 'import secrets; print(secrets.token_urlsafe(48))'"  # noqa: S105 - how to make one


@dataclass(frozen=True, slots=True)
class Settings:
    """One installation. `Settings.from_environment(os.environ)` reads it, or stops the program.

    `public_url`, `kite_url` and `kite_api_url` are origins without a final slash. `database_url` is "" for the
    embedded SQLite in `data_dir`. `public_builder` is None where nobody has said: then anybody may build a basket until
    a firm is set up. `clock_offset` is zero in production. Secrets never print.
    """

    env: str
    secret_key: str = field(repr=False)
    kite_api_key: str = field(repr=False)
    public_url: str
    secret_key_fallbacks: tuple[str, ...] = field(default=(), repr=False)
    port: int = 8400
    proxy_hops: int = 0
    workers: int = 2
    data_dir: Path = Path("var/data")
    database_url: str = field(default="", repr=False)
    kite_api_secret: str = field(default="", repr=False)
    kite_url: str = KITE_URL
    kite_api_url: str = KITE_API_URL
    kite_basket_limit: int = 10
    read_orders: str = "ask"
    public_builder: bool | None = None
    unresolved_after: timedelta = timedelta(minutes=10)
    price_distance: int = 10
    smtp_url: str = field(default="", repr=False)
    mail_from: str = ""
    clock_offset: timedelta = timedelta()

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> Self:
        """Read every setting. Raises SystemExit with one sentence a fault, all of them at once."""
        read = _Reading(environ)
        settings = cls(
            env=(env := read.choice("ENV", _ENVIRONMENTS)),
            secret_key=read.secret_key(),
            secret_key_fallbacks=read.secret_key_fallbacks(),
            port=(port := read.whole("PORT", 1, 65535, default=8400)),
            public_url=read.public_url(f"http://127.0.0.1:{port}"),
            proxy_hops=read.whole("PROXY_HOPS", 0, 5, default=0),
            workers=read.whole("WORKERS", 1, 16, default=2),
            data_dir=Path(read.text("DATA_DIR", "var/data")),
            database_url=read.database_url(),
            kite_api_key=read.kite_api_key(),
            kite_api_secret=read.text("KITE_API_SECRET"),
            kite_url=read.kite("KITE_URL", KITE_URL, env),
            kite_api_url=read.kite("KITE_API_URL", KITE_API_URL, env),
            kite_basket_limit=read.whole("KITE_BASKET_LIMIT", 1, 50, default=10),
            read_orders=read.choice("READ_ORDERS", _READ_ORDERS),
            public_builder=read.switch("PUBLIC_BUILDER"),
            unresolved_after=timedelta(minutes=read.whole("UNRESOLVED_AFTER", 1, 1440, default=10)),
            price_distance=read.whole("PRICE_DISTANCE", 1, 100, default=10),
            smtp_url=read.smtp_url(),
            mail_from=read.text("MAIL_FROM"),
            clock_offset=read.clock_offset(env),
        )
        read.no_debugger(env)
        if settings.read_orders == "always" and not settings.kite_api_secret:
            read.fault("READ_ORDERS=always needs KITE_API_SECRET. Set it, or set READ_ORDERS=never.")
        if settings.smtp_url and "@" not in settings.mail_from:
            read.fault("SMTP_URL is set, but MAIL_FROM is not. Set it to the address that mail comes from.")
        read.stop_if_wrong()
        return settings

    @property
    def production(self) -> bool:
        """Whether this is the real thing."""
        return self.env == "production"

    @property
    def secure(self) -> bool:
        """Whether browsers reach this installation by https."""
        return self.public_url.startswith("https://")

    @property
    def cookie_name(self) -> str:
        """The visitor's cookie. Safari and plain clients drop a `__Host-` cookie on http, even on loopback."""
        return "__Host-tokri" if self.secure else "tokri"

    @property
    def desk_cookie_name(self) -> str:
        """The cookie of whoever is signed in at the desk: another than the visitor's, so that either can end alone."""
        return f"{self.cookie_name}-desk"

    @property
    def host(self) -> str:
        """The name in `public_url`, without its port."""
        return urlsplit(self.public_url).hostname or ""

    @property
    def trusted_hosts(self) -> list[str]:
        """The Host headers that are answered: the public name, and every loopback name, by which a proxy may ask.

        The server listens on loopback alone, and no address is ever built from the Host header.
        """
        return [self.host, *LOOPBACK_NAMES]

    @property
    def can_read(self) -> bool:
        """Whether a person can be offered to have the order book read."""
        return bool(self.kite_api_secret) and self.read_orders != "never"


def is_loopback(host: str) -> bool:
    """Whether `host` is this machine, by name or by number, whatever a resolver says."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


class _Reading:
    """Reads values by name and collects what is wrong, so that one start names every fault."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ
        self._faults: list[str] = []

    def fault(self, sentence: str) -> None:
        self._faults.append(sentence)

    def stop_if_wrong(self) -> None:
        if self._faults:
            raise SystemExit("Tokri cannot start:\n" + "\n".join(f"  - {sentence}" for sentence in self._faults))

    def text(self, name: str, default: str = "") -> str:
        return self._environ.get(name, "").strip() or default

    def choice(self, name: str, choices: Collection[str]) -> str:
        """One of `choices`, the first of which is the default."""
        first = next(iter(choices))
        value = self.text(name, first)
        if value not in choices:
            self.fault(f"{name} is {value!r}. Set it to one of: {', '.join(choices)}.")
            return first
        return value

    def switch(self, name: str) -> bool | None:
        """On or off; None where it is not set."""
        return self.choice(name, ("on", "off")) == "on" if self.text(name) else None

    def whole(self, name: str, least: int, most: int, default: int) -> int:
        value = self.text(name, str(default))
        if not re.fullmatch(r"[0-9]{1,9}", value) or not least <= int(value) <= most:
            self.fault(f"{name} is {value!r}. Set it to a whole number from {least} to {most}.")
            return default
        return int(value)

    def secret_key(self) -> str:
        value = self.text("SECRET_KEY")
        if not value:
            self.fault(f"SECRET_KEY is not set. Make one with: {_NEW_SECRET}")
        elif weakness := _weakness(value):
            self.fault(f"SECRET_KEY {weakness}. Make a new one with: {_NEW_SECRET}")
        return value

    def secret_key_fallbacks(self) -> tuple[str, ...]:
        values = tuple(self.text("SECRET_KEY_FALLBACKS").replace(",", " ").split())
        for place, value in enumerate(values, 1):
            if weakness := _weakness(value):
                self.fault(f"SECRET_KEY_FALLBACKS: key {place} {weakness}. Take it out.")
        return values

    def public_url(self, default: str) -> str:
        value = self.text("PUBLIC_URL", default).removesuffix("/")
        url = self._origin("PUBLIC_URL", value)
        if url is not None and url.scheme == "http" and not is_loopback(url.hostname or ""):
            self.fault(f"PUBLIC_URL is {value}, which anybody on the way can read. Set it to an https:// address.")
        return value.lower()

    def kite(self, name: str, kites_own: str, env: str) -> str:
        value = self.text(name, kites_own).removesuffix("/")
        if env == "production":
            if value != kites_own:
                self.fault(f"{name} is {value}. In production it can only be {kites_own}: take the setting out.")
            return value
        url = self._origin(name, value)
        if url is not None and not is_loopback(url.hostname or ""):
            self.fault(f"{name} is {value}. With ENV={env} set it to a stand-in on this machine, never to Kite.")
        return value

    def kite_api_key(self) -> str:
        value = self.text("KITE_API_KEY")
        if not value:
            self.fault("KITE_API_KEY is not set. Make an app at https://developers.kite.trade and copy its API key.")
        elif not re.fullmatch(r"[A-Za-z0-9]+", value):
            self.fault("KITE_API_KEY holds more than letters and digits. Copy it again from developers.kite.trade.")
        return value

    def database_url(self) -> str:
        """The address may hold a password, so no fault repeats it."""
        value = self.text("DATABASE_URL")
        if value and not value.startswith(("postgresql://", "postgresql+psycopg://")):
            self.fault("DATABASE_URL does not begin with postgresql://. Leave it out to use the embedded SQLite.")
        return value

    def smtp_url(self) -> str:
        """The address may hold a password, so no fault repeats it."""
        value = self.text("SMTP_URL")
        if value and not value.startswith(("smtp://", "smtps://")):
            self.fault("SMTP_URL does not begin with smtp:// or smtps://. Set it to your mail server's address.")
        elif value and not _names_a_server(value):
            self.fault(
                "SMTP_URL names no server. Write it like smtp://user:password@mail.firm.in:587, with each sign in user "
                "and password that is no letter or digit percent-encoded: %40 for @."
            )
        return value

    def clock_offset(self, env: str) -> timedelta:
        value = self.text("CLOCK_OFFSET", "0")
        if not re.fullmatch(r"-?[0-9]{1,10}", value):
            self.fault(f"CLOCK_OFFSET is {value!r}. Set it to a whole number of seconds.")
            return timedelta()
        if int(value) and env == "production":
            self.fault("CLOCK_OFFSET moves the clock, which only ENV=demo and ENV=test may. Take the setting out.")
        return timedelta(seconds=int(value))

    def no_debugger(self, env: str) -> None:
        if env == "production" and self.text("FLASK_DEBUG", "0") not in {"0", "false", "no"}:
            self.fault("FLASK_DEBUG is on, and shows anybody the program's memory. Take the setting out.")

    def _origin(self, name: str, value: str) -> SplitResult | None:
        """The parts of `value` if it is a scheme, a name and perhaps a port, and nothing else."""
        try:
            url = urlsplit(value)
            whole = re.fullmatch(r"https?://[a-z0-9.-]+(:[0-9]+)?", value.lower()) and url.port != 0
        except ValueError:
            whole = False
        if not whole:
            self.fault(f"{name} is {value!r}. Set it to an address like https://basket.firm.in, without a path.")
            return None
        return url


def _names_a_server(value: str) -> bool:
    try:
        url = urlsplit(value)
        return bool(url.hostname) and url.port != 0 and url.path in ("", "/") and not url.query and not url.fragment
    except ValueError:
        return False


def _weakness(secret: str) -> str:
    """Why `secret` could be guessed, as the end of a sentence; "" if it could not."""
    if len(secret) < _SHORTEST_SECRET:
        return f"is shorter than {_SHORTEST_SECRET} characters"
    if any(word in secret.lower() for word in _PLACEHOLDERS):
        return "looks like a placeholder"
    if len(set(secret)) < _FEWEST_DISTINCT or secret in (secret + secret)[1:-1]:
        return "repeats itself"
    return ""

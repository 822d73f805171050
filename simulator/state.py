"""Everything that one running stand-in remembers, behind one lock. Nothing outlives the process."""

import hashlib
import hmac
import secrets
import string
import threading
from collections import deque
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from simulator.accounts import ACCOUNTS, Account
from simulator.baskets import Line
from simulator.clock import Clock, MovableClock, next_six_am
from simulator.errors import Refused
from simulator.exchange import Exchange
from simulator.ledger import Ledger
from simulator.market import load
from simulator.orders import Order
from simulator.postbacks import Postbacks
from simulator.scenarios import Choice
from simulator.settings import Rules, Settings

TOKEN_LIFE = timedelta(minutes=3)
MOST_LOGGED = 2000
MOST_KEPT = 5000
"""Flows, browsers and tokens: beyond this the oldest goes, so that a soak test does not fill the memory."""
ALPHABET = string.ascii_letters + string.digits


def new_token(length: int = 32) -> str:
    """Make a token as Kite's look: letters and digits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


@dataclass
class Browser:
    """One cookie: who is signed in there, and what was chosen for it."""

    user_id: str = ""
    halfway: str = ""
    """The user id whose password was right, before the six digits."""
    choice: Choice | None = None


@dataclass
class Flow:
    """One visit by way of /connect/login or /connect/basket, from the first request to the redirect."""

    sess_id: str
    kind: str
    redirect_url: str
    redirect_params: str = ""
    popup: bool = False
    lines: list[Line] = field(default_factory=list)
    magic: str = ""
    browser: str = ""
    outcome: str = ""
    """What ended it: placed, cancelled, signed-in, closed. Empty while the person is on our pages."""
    results: list[tuple[Line, Order | Refused]] = field(default_factory=list)
    answer: dict[str, Any] = field(default_factory=dict)
    """The query of the redirect, once decided, so that a repeated finish answers the same."""


@dataclass
class RequestToken:
    user_id: str
    expires: datetime
    choice: Choice | None
    sess_id: str = ""
    """The visit that it came of."""


@dataclass
class Session:
    """An access token's session; ``sess_id`` is the visit that it came of."""

    user_id: str
    expires: datetime
    choice: Choice | None
    refresh_token: str
    sess_id: str = ""


class State:
    """What changes. Take ``lock`` around every use; ``stopping`` ends every wait."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self._as_started = settings
        self.clock = MovableClock(clock)
        self.lock = threading.RLock()
        self.stopping = threading.Event()
        self.postbacks = Postbacks(settings, self.stopping, self._answered)
        self.reset()

    def reset(self, rules: Rules | None = None) -> None:
        """Forget everything: sign-ins, orders, tokens, scenarios, log. ``rules`` hold from here to the next reset."""
        self.settings = replace(self._as_started, rules=rules or self._as_started.rules)
        self.clock.forward = timedelta(0)
        self.market = load(self.settings.rules)
        self.exchange = Exchange(self.market, ACCOUNTS, self.settings.rules, self.clock, self._changed)
        self.ledger = Ledger()
        self.postbacks.forget()
        self.choice = Choice()
        self.calls_met: dict[Choice, int] = {}
        self.browsers: dict[str, Browser] = {}
        self.flows: dict[str, Flow] = {}
        self.request_tokens: dict[str, RequestToken] = {}
        self.sessions: dict[str, Session] = {}
        self.authorisations: dict[str, tuple[str, dict[str, int]]] = {}
        self.converted: dict[tuple[str, str, str, str], str] = {}
        self.log: deque[dict[str, Any]] = deque(maxlen=MOST_LOGGED)
        self.logged = 0

    def account(self, user_id: str) -> Account:
        return ACCOUNTS[user_id]

    def choose(self, choice: Choice, browser: Browser | None = None) -> None:
        """Set the scenario for one browser, or for all; a fault counts its calls from now."""
        if browser is None:
            self.choice = choice
        else:
            browser.choice = choice
        self.calls_met.pop(choice, None)

    def scenario(self, browser: Browser, flow: Flow) -> str:
        """Give the scenario that holds for a visit: magic quantity, else the browser's, else everyone's."""
        return flow.magic or (browser.choice or self.choice).name

    def fault(self, calls: str, chosen: Choice | None) -> Choice | None:
        """Give the fault that an API call meets, if any, and count it."""
        choice = chosen if chosen and chosen.fault else self.choice
        if not choice.fault or choice.calls not in {"every", calls}:
            return None
        calls_before = self.calls_met.get(choice, 0)
        self.calls_met[choice] = calls_before + 1
        since = calls_before - choice.after
        return choice if since >= 0 and (not choice.times or since < choice.times) else None

    def new_flow(self, flow: Flow) -> None:
        self.flows[flow.sess_id] = flow
        _trim(self.flows)

    def issue_request_token(self, user_id: str, choice: Choice | None, sess_id: str, *, expired: bool) -> str:
        """Make a one-time token for an app to exchange within minutes."""
        token = new_token()
        now = self.clock()
        self.request_tokens[token] = RequestToken(user_id, now if expired else now + TOKEN_LIFE, choice, sess_id)
        _trim(self.request_tokens)
        return token

    def exchange_request_token(self, request_token: str, checksum: str) -> tuple[str, Session]:
        """Exchange a request token, once, for an access token and its session. Raise Refused as Kite does."""
        self._check_checksum(request_token, checksum)
        found = self.request_tokens.pop(request_token, None)
        if found is None or found.expires <= self.clock():
            raise Refused("Token is invalid or has expired.", "TokenException", 403)
        return self._new_session(found.user_id, found.choice, found.sess_id)

    def renew(self, refresh_token: str, checksum: str) -> tuple[str, Session]:
        """Exchange a refresh token for a new session, ending the old one."""
        self._check_checksum(refresh_token, checksum)
        for access_token, session in self.sessions.items():
            if session.refresh_token == refresh_token:
                del self.sessions[access_token]
                return self._new_session(session.user_id, session.choice, session.sess_id)
        raise Refused("Token is invalid or has expired.", "TokenException", 403)

    def session(self, access_token: str) -> Session:
        """Give the live session of an access token. Raise Refused."""
        found = self.sessions.get(access_token)
        if found is None or found.expires <= self.clock():
            raise Refused("Incorrect `api_key` or `access_token`.", "TokenException", 403)
        return found

    def _new_session(self, user_id: str, choice: Choice | None, sess_id: str) -> tuple[str, Session]:
        access_token = new_token()
        self.sessions[access_token] = Session(user_id, next_six_am(self.clock()), choice, new_token(), sess_id)
        _trim(self.sessions)
        return access_token, self.sessions[access_token]

    def _check_checksum(self, token: str, checksum: str) -> None:
        settings = self.settings
        if not settings.api_secret:
            raise Refused("That API call is not allowed for the authenticated user", "PermissionException", 403)
        expected = hashlib.sha256((settings.api_key + token + settings.api_secret).encode()).hexdigest()
        if not hmac.compare_digest(expected.encode(), checksum.encode()):
            raise Refused("Invalid `checksum`.", "TokenException", 403)

    def _changed(self, order: Order, status: str) -> None:
        if order.by_app:
            self.postbacks.send(order.record() | {"status": status, "user_id": order.user_id})

    def _answered(self, record: dict[str, Any], true: bool, status: int) -> None:
        with self.lock:
            self.ledger.answered(record, self.clock(), true=true, status=status)


def _trim(kept: dict[str, Any]) -> None:
    while len(kept) > MOST_KEPT:
        del kept[next(iter(kept))]

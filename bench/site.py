"""The program on a store of its own, asked in process: the WSGI call that a server makes, and nothing around it."""

from __future__ import annotations

import io
import os
import re
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from random import Random
from types import TracebackType
from typing import Any, Final
from urllib.parse import urlencode
from wsgiref.types import WSGIApplication, WSGIEnvironment

from flask import Flask, session
from flask_wtf.csrf import generate_csrf

from tokri.core.basket import KITE_FIELDS, Draft, OrderText
from tokri.core.ports import Outside
from tokri.web.context import KEY, Tools

ROOT: Final = Path(__file__).resolve().parent.parent
PORT: Final = 8400

#: Everything that is drawn by lot is drawn from here, so that every run measures the same baskets.
SEED: Final = 11022026

#: An hour of a trading day: whether the market is open changes what a page has to say, and so what it costs.
NOW: Final = datetime(2026, 2, 11, 5, 30, tzinfo=UTC)

_SYMBOLS: Final = "INFY TCS RELIANCE SBIN M&M ITC HDFCBANK WIPRO BAJAJ-AUTO ONGC NTPC TITAN J&KBANK LT MARUTI".split()  # noqa: SIM905 - reads better


@dataclass(frozen=True, slots=True)
class Visitor:
    """One browser: its id, its cookie header, and the token that its forms carry."""

    id: str
    cookie: str
    csrf_token: str


@dataclass(frozen=True, slots=True)
class Request:
    """One request, ready to be sent. `body` is None for a GET."""

    path: str
    cookie: str
    body: bytes | None


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Quiet:
    """Within it, the request log goes where nobody reads it, by the same system call that a real one costs."""

    def __enter__(self) -> None:
        self._before = sys.stderr
        self._nowhere = Path(os.devnull).open("w", encoding="utf-8")
        sys.stderr = self._nowhere

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        sys.stderr = self._before
        self._nowhere.close()


def environment(data: Path, port: int = PORT) -> dict[str, str]:
    """The settings of an installation of its own in `data`, as in production but for the secrets, which are made up."""
    return {
        **{name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ},
        "FLASK_SKIP_DOTENV": "1",
        "ENV": "production",
        "SECRET_KEY": "Zk3vQ9wXr7TtY2mLpB8nHc5sGd1fJa6e",
        "KITE_API_KEY": "benchkey",
        "KITE_API_SECRET": "benchkeysother",
        "PORT": str(port),
        "PUBLIC_URL": f"http://127.0.0.1:{port}",
        "DATA_DIR": str(data),
        "WORKERS": "1",
        "KITE_BASKET_LIMIT": "10",
    }


def build(environ: Mapping[str, str]) -> Flask:
    """The application with these settings, its tables made, its clock standing at NOW."""
    os.environ.update(environ)
    app: Flask = import_module("app").create_app()
    runner = app.test_cli_runner()
    done = runner.invoke(args=["db", "upgrade"])
    if done.exit_code != 0:
        raise SystemExit(f"The store could not be made: {done.output}")
    tools: Tools = app.extensions[KEY]
    app.extensions[KEY] = replace(tools, outside=replace(tools.outside, clock=lambda: NOW))
    return app


def outside(app: Flask) -> Outside:
    """The world as the application's use cases see it."""
    tools: Tools = app.extensions[KEY]
    return tools.outside


def visitor(app: Flask, name: str) -> Visitor:
    """A browser that has been here before."""
    with app.test_request_context("/", base_url=f"http://127.0.0.1:{PORT}"):
        session["visitor"] = name
        session.permanent = True
        token = generate_csrf()
        response = app.response_class()
        app.session_interface.save_session(app, session, response)
    return Visitor(name, response.headers["Set-Cookie"].partition(";")[0], token)


def draft(orders: int) -> Draft:
    """A basket that has nothing to mend, the same at every run."""
    lot = Random(SEED)  # noqa: S311 - the same baskets at every run, and no secret
    return Draft("Monthly purchase", tuple(_order(lot, place) for place in range(orders)))


def _order(lot: Random, place: int) -> OrderText:
    kind = lot.choice(("MARKET", "LIMIT", "LIMIT", "SL"))
    price = lot.randint(100, 4000)
    return OrderText(
        tradingsymbol=_SYMBOLS[place % len(_SYMBOLS)],
        exchange=lot.choice(("NSE", "BSE")),
        transaction_type="BUY",
        order_type=kind,
        quantity=str(lot.randint(1, 500) * 2 + place),
        price="" if kind == "MARKET" else f"{price}.5",
        trigger_price=f"{price}" if kind == "SL" else "",
        product="CNC",
    )


def form_of(orders: Iterable[OrderText], who: Visitor, base: int, action: str = "save") -> dict[str, str]:
    """What a browser posts of the basket form."""
    fields = {
        "csrf_token": who.csrf_token,
        "base": str(base),
        "name": "Monthly purchase",
        "action": action,
        "paste": "",
    }
    for place, order in enumerate(orders):
        for name in KITE_FIELDS:
            if name != "readonly" or order.readonly:  # an empty tick is not sent
                fields[f"orders-{place}-{name}"] = getattr(order, name)
    return fields


def request(path: str, who: Visitor | None = None, form: Mapping[str, str] | None = None) -> Request:
    """A GET, or a POST of `form`, as far as a browser makes it; what the browser does is not measured."""
    return Request(path, who.cookie if who else "", None if form is None else urlencode(form).encode())


def send(app: WSGIApplication, asked: Request, status: int = 200) -> Answer:
    """Hand the request over as a server does. An answer other than `status` ends the run: a refusal is no figure."""
    answered: list[tuple[str, list[tuple[str, str]]]] = []

    def start_response(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
        del exc_info
        answered.append((status, headers))

    chunks = app(_environ(asked), start_response)
    try:
        body = b"".join(chunks)
    finally:
        if close := getattr(chunks, "close", None):
            close()
    line, headers = answered[-1]
    if int(line[:3]) != status:
        words = " ".join(re.sub(rb"<[^>]+>", b" ", body).decode(errors="replace").split())
        raise SystemExit(f"An answer of {status} was to be measured, and {line} came: {words[:300]}")
    return Answer(int(line[:3]), dict(headers), body)


def _environ(asked: Request) -> WSGIEnvironment:
    path, _, query = asked.path.partition("?")
    environ: WSGIEnvironment = {
        "REQUEST_METHOD": "GET" if asked.body is None else "POST",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": str(PORT),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": f"127.0.0.1:{PORT}",
        "HTTP_ACCEPT": "text/html",
        "HTTP_COOKIE": asked.cookie,
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(asked.body or b""),
        "wsgi.errors": sys.stderr,
        "wsgi.version": (1, 0),
        "wsgi.multithread": False,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    if asked.body is not None:
        environ["CONTENT_TYPE"] = "application/x-www-form-urlencoded"
        environ["CONTENT_LENGTH"] = str(len(asked.body))
    return environ

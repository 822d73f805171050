"""The program on one page: its adapters are built, and its pages listed in the order in which people meet them."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from flask import Flask
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from config import Settings
from tokri.chance import Chance
from tokri.clock import clock
from tokri.commands import CommandsLater
from tokri.core.formats.evidence_file import MOST_ROWS
from tokri.core.ports import Kite, KiteApp, Mail, Outside, Store
from tokri.core.ports import Limits as LimitsKept
from tokri.core.postback import is_kites
from tokri.instrument_master import InstrumentMaster
from tokri.limits import Limits
from tokri.passwords import COMMON, Argon2Passwords
from tokri.reference_files import ReferenceFiles
from tokri.sealing import Sealing
from tokri.sheets import read_sheet
from tokri.store import SqlStore, open_store
from tokri.totp import AppCodes
from tokri.web import bodies, errors, filters, headers, language, logs, urls
from tokri.web.assets import Assets
from tokri.web.context import KEY, Tools, site
from tokri.web.desk import urls as desk_urls
from tokri.web.link import urls as link_urls
from tokri.web.templates import Templates

if TYPE_CHECKING:
    from tokri.core.ports.logo import Logo
    from tokri.core.ports.telling import Webhooks

HERE = Path(__file__).parent

#: Seconds that one thread of a worker may keep the other waiting. Python's own 5 ms is longer than most pages take.
_SWITCH: Final = 0.0005


def create_app(settings: Settings | None = None) -> Flask:
    """Build the application. It opens no file, database or socket; a bad setting is SystemExit with its sentence."""
    settings = settings or Settings.from_environment(os.environ)
    app = Flask(__name__, static_folder=None)
    configure(app, settings)
    sys.setswitchinterval(_SWITCH)
    store = open_store(settings.database_url, data_dir=settings.data_dir)
    world = outside(settings, store)
    here = app.extensions[KEY] = tools(settings, world)
    logs.install(app, production=settings.production)
    bodies.install(app)
    headers.install(app, kite_url=settings.kite_url, secure=settings.secure)
    CSRFProtect(app).exempt(urls.WITHOUT_TOKEN)
    desk_urls.install(app)
    errors.register(app, stale={**urls.stale(), **desk_urls.stale(), **link_urls.stale()})
    filters.install(app)
    language.install(app)
    app.jinja_env.globals["asset_url"] = here.assets.url
    app.context_processor(site)
    urls.add_pages(app)
    desk_urls.add_pages(app)
    link_urls.add_pages(app)
    app.cli = CommandsLater(app.name, partial(add_commands, app, settings, store, here))
    return app


def configure(app: Flask, settings: Settings) -> None:
    """What Flask itself is told."""
    app.jinja_environment = Templates
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SECRET_KEY_FALLBACKS=list(settings.secret_key_fallbacks),
        SESSION_COOKIE_NAME=settings.cookie_name,
        SESSION_COOKIE_SECURE=settings.secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=timedelta(days=180),
        SESSION_REFRESH_EACH_REQUEST=False,  # the pages of a browser's own baskets renew it; no static file carries it
        MAX_CONTENT_LENGTH=bodies.DEFAULT,
        TRUSTED_HOSTS=settings.trusted_hosts,
        WTF_CSRF_TIME_LIMIT=None,
        TESTING=False,
    )
    if settings.proxy_hops:
        hops = settings.proxy_hops
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]  # how Werkzeug says to wrap it


def outside(settings: Settings, store: Store) -> Outside:
    """The world as the use cases see it: store, clock, chance, seal, the Kite app, instruments and dated tables."""
    return Outside(
        store=store,
        clock=clock(settings.clock_offset),
        chance=Chance(),
        sealer=Sealing(settings.secret_key, settings.secret_key_fallbacks),
        app=KiteApp(
            api_key=settings.kite_api_key,
            url=settings.kite_url,
            basket_limit=settings.kite_basket_limit,
            read_orders=settings.read_orders,
            can_read=settings.can_read,
            connect=bool(settings.kite_api_secret),
        ),
        instruments=instrument_master(settings),
        reference=reference(settings),
        passwords=Argon2Passwords(settings.data_dir / "reference" / COMMON.name),
        second_factor=AppCodes(clock(timedelta())),
        unresolved_after=settings.unresolved_after,
        price_distance=settings.price_distance,
        public_url=settings.public_url,
    )


def reference(settings: Settings) -> ReferenceFiles:
    """The dated tables: those that commands have put into the data folder, else those that the program ships."""
    return ReferenceFiles(shipped=HERE / "tokri" / "data", replaced=settings.data_dir / "reference")


def tools(settings: Settings, world: Outside) -> Tools:
    """What the pages are handed."""
    return Tools(
        outside=world,
        limits=Limits(world.store, world.clock, salt=settings.secret_key),
        assets=Assets(HERE / "static"),
        demo=settings.env == "demo",
        public_builder=settings.public_builder,
        site_name="Tokri",
        read_sheet=read_sheet,
        read_long_sheet=partial(read_sheet, most_rows=MOST_ROWS),
        read_logo=read_logo,
        desk_cookie=settings.desk_cookie_name,
        secure=settings.secure,
        public_url=settings.public_url,
        can_mail=bool(settings.smtp_url),
        is_kites=partial(is_kites, api_secret=settings.kite_api_secret) if settings.kite_api_secret else None,
    )


def upgrade(store: SqlStore) -> None:
    """Bring the tables up to date. Alembic is imported here: no request needs it."""
    from tokri.store.migrating import upgrade as upgrade_store  # noqa: PLC0415 - a start in half the time

    upgrade_store(store)


def instrument_master(settings: Settings) -> InstrumentMaster:
    """The instrument list, in a file of its own beside the store's."""
    return InstrumentMaster(settings.data_dir / "instruments.db")


def fetch(url: str) -> bytes:
    """What a URL holds, for a command. Raises FileRefused."""
    from tokri import http  # noqa: PLC0415 - no web worker needs an HTTP client

    return http.fetch(url)


def read_logo(content: bytes) -> Logo:
    """A firm's logo, written anew. Raises LogoRefused."""
    from tokri import logos  # noqa: PLC0415 - a firm sends a logo once, and most workers never see one

    return logos.read_logo(content)


def kite(settings: Settings, limits: LimitsKept, sleep: Callable[[float], object]) -> Kite:
    """The way to Kite's API, for the runner alone, which waits its turns by `sleep`; without an api_secret, none."""
    from tokri.kite import KiteConnect  # noqa: PLC0415 - no web worker needs an HTTP client
    from tokri.pacing import NoKite, PacedKite  # noqa: PLC0415 - nor its turns

    if not settings.can_read:
        return NoKite()
    connect = KiteConnect(settings.kite_api_key, settings.kite_api_secret, settings.kite_api_url)
    return PacedKite(connect, limits, settings.kite_api_key, sleep)


def mail(settings: Settings) -> Mail | None:
    """The way to the mail server, for the runner alone; None while no server is set."""
    from tokri.mail import SmtpMail  # noqa: PLC0415 - no web worker sends mail

    return SmtpMail(settings.smtp_url, settings.mail_from) if settings.smtp_url else None


def webhooks() -> Webhooks:
    """The way to the firm's own systems, for the runner alone. Nothing set can send it to what is not public."""
    from tokri.webhooks import HttpWebhooks  # noqa: PLC0415 - no web worker needs an HTTP client

    return HttpWebhooks()


def add_commands(app: Flask, settings: Settings, store: SqlStore, here: Tools) -> None:
    """Every command, with what it works with."""
    from tokri import (  # noqa: PLC0415 - no web worker runs a command
        cli,
        example_commands,
        instrument_commands,
        market_commands,
        record_commands,
        reference_commands,
        user_commands,
    )

    world, tables = here.outside, reference(settings)
    to_kite, by_mail = partial(kite, settings, here.limits), partial(mail, settings)
    cli.register(app, world, upgrade=partial(upgrade, store), kite=to_kite, mail=by_mail, webhooks=webhooks)
    record_commands.register(app, world, triggers_missing=store.triggers_missing, put_back=store.put_triggers_back)
    instrument_commands.register(app, instrument_master(settings), world.clock, fetch)
    reference_commands.register(app, tables, world.instruments, world.clock)
    market_commands.register(app, tables, world.clock)
    if settings.env == "demo":
        example_commands.register(app, world, settings.public_url)
    user_commands.register(app, world, f"{settings.public_url}/desk/start")

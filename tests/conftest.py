"""What every test may ask for. Defaults confess: whoever forgets to say where Kite is, is told so by the address."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck
from hypothesis import settings as properties

from config import Settings
from tests.client import HouseClient

AppFor = Callable[..., Flask]
ClientFor = Callable[..., HouseClient]

# A run tries what the run before it tried, however slow the machine is, so that red means that something was changed.
# `make try` tries what nobody has tried yet.
properties.register_profile("other", deadline=None, suppress_health_check=[HealthCheck.too_slow])
properties.register_profile("same", properties.get_profile("other"), derandomize=True, database=None)
properties.load_profile("same")

# All that is made while the tests are found stays for the whole run: to look through it for garbage was a third of it.
gc.disable()


def pytest_collection_finish() -> None:
    """Let the collector of garbage alone with what stays for the whole run, and call it less: it was a fifth of it."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 10)
    gc.enable()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """An installation for one test, with a data folder of its own."""
    return Settings(
        env="test",
        secret_key="made-up-for-tests-0123456789-abcdefghij",
        public_url="http://tokri.localhost:8400",
        kite_api_key="testkey",
        kite_api_secret="testkeysother",
        kite_url="http://you-forgot-kite.localhost:1",
        kite_api_url="http://127.0.0.1:1",
        data_dir=tmp_path,
        clock_offset=timedelta(),
    )


@pytest.fixture
def app_for(settings: Settings) -> Iterator[AppFor]:
    """Build the app, on a store of its own, with other settings than usual: `app_for(read_orders="never")`."""
    from app import create_app  # noqa: PLC0415 - tests of the core start without the whole program
    from tests.databases import make_sqlite_store  # noqa: PLC0415 - the same
    from tests.journey.fakes import FakeClock  # noqa: PLC0415 - the same
    from tests.once import share  # noqa: PLC0415 - the same
    from tests.web.steps import stop_the_clock  # noqa: PLC0415 - the same

    built: list[Flask] = []

    def build(**changes: Any) -> Flask:
        changed = replace(settings, **changes)
        make_sqlite_store(changed.data_dir).close()
        built.append(create_app(changed))
        built[-1].testing = True
        share(built[-1])
        stop_the_clock(built[-1], FakeClock())  # what may be sent depends on the hour
        return built[-1]

    yield build
    for app in built:
        app.extensions["tokri"].outside.store.close()


@pytest.fixture
def app(app_for: AppFor) -> Flask:
    """The app with the usual settings."""
    return app_for()


@pytest.fixture
def client_for(app_for: AppFor, settings: Settings) -> ClientFor:
    """A fresh browser on an app with other settings than usual."""

    def build(app: Flask | None = None, **changes: Any) -> HouseClient:
        return house_client(app or app_for(**changes), replace(settings, **changes))

    return build


@pytest.fixture
def client(app: Flask, settings: Settings) -> HouseClient:
    """A browser with scripts off, and no cookies yet."""
    return house_client(app, settings)


def house_client(app: Flask, settings: Settings) -> HouseClient:
    """A client of `app`, which knows what Kite's address is meant to be."""
    app.test_client_class = HouseClient
    client = app.test_client(public_url=settings.public_url, kite_url=settings.kite_url)
    assert isinstance(client, HouseClient)
    return client

"""A firm with people in it: any test of the desk may hire somebody and go in as them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from config import Settings
from tests.client import HouseClient
from tests.conftest import house_client
from tests.web.desk.staff import enter, hire
from tokri.core.desk.roles import Role

DeskFor = Callable[..., HouseClient]


@pytest.fixture
def desk_for(app: Flask, settings: Settings) -> DeskFor:
    """A browser in which somebody of these roles is signed in: `desk_for(Role.ADVISER)`."""

    def go_in(*roles: Role, name: str = "") -> HouseClient:
        client = house_client(app, settings)
        enter(app, client, hire(app, *roles, name=name))
        return client

    return go_in


@pytest.fixture
def adviser(desk_for: DeskFor) -> HouseClient:
    return desk_for(Role.ADVISER)


@pytest.fixture
def administrator(desk_for: DeskFor) -> HouseClient:
    return desk_for(Role.ADMINISTRATOR)

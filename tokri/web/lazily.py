"""What a worker imports when it is first asked for: most workers meet few of the pages of desk and links."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any

from flask import Flask
from werkzeug.utils import import_string


def later(package: str, name: str) -> Callable[..., Any]:
    """The function `module.function` of the package, as one that finds it when it is called, and goes by its name."""

    def view(*given: Any, **values: Any) -> Any:
        return found(package, name)(*given, **values)

    module, _, view.__name__ = name.rpartition(".")
    view.__module__ = f"{package}.{module}"
    return view


#: A page of a list: its address, its endpoint, `module.function`, and its methods.
Listed = tuple[str, str, str, tuple[str, ...]]


def add_later(app: Flask, package: str, pages: Iterable[Listed]) -> None:
    """Add the pages of a list to the application; their functions are the package's."""
    for rule, endpoint, name, methods in pages:
        app.add_url_rule(rule, endpoint, later(package, name), methods=methods)


def all_later(package: str, names: Mapping[str, str]) -> dict[str, Callable[..., Any]]:
    """The same functions by their endpoints."""
    return {endpoint: later(package, name) for endpoint, name in names.items()}


@cache
def found(package: str, name: str) -> Any:
    """The function itself, or whatever else the module calls so. Raises ImportError where there is none."""
    return import_string(f"{package}.{name}")

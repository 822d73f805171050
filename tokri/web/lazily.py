"""Pages whose module is imported when one of them is first asked for: most workers meet few of them."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from typing import Any

from werkzeug.utils import import_string


def later(package: str, name: str) -> Callable[..., Any]:
    """The function `module.function` of the package, as one that finds it when it is called."""

    def view(**values: Any) -> Any:
        return found(package, name)(**values)

    return view


def in_package(package: str) -> Callable[[str], Callable[..., Any]]:
    """`later`, of one package."""
    return partial(later, package)


@cache
def found(package: str, name: str) -> Callable[..., Any]:
    """The function itself. Raises ImportError where there is none."""
    function: Callable[..., Any] = import_string(f"{package}.{name}")
    return function

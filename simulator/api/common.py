"""What every API call shares: the envelope, the authorisation, the faults of a scenario, and reading parameters."""

from collections.abc import Callable, Iterable
from decimal import Decimal, InvalidOperation
from functools import wraps
from typing import Any, TypeVar

from flask import Response, g, jsonify, request
from werkzeug.wrappers import Response as AnyResponse

from simulator.access import state
from simulator.accounts import Account
from simulator.errors import Refused
from simulator.scenarios import Choice
from simulator.state import Session

View = TypeVar("View", bound=Callable[..., AnyResponse])


class Dropped(Response):
    """An answer that never comes: the server closes the connection instead."""

    def __call__(self, _environ: Any, _start_response: Any) -> Iterable[bytes]:
        """End the connection; the server takes this for a client that went away."""
        raise ConnectionResetError("This scenario drops the connection.")


def success(data: Any) -> AnyResponse:
    return jsonify({"status": "success", "data": data})


def session() -> Session:
    """Give the session of the Authorization header. Raise Refused in the two ways that Kite does."""
    scheme, _, credentials = request.headers.get("Authorization", "").partition(" ")
    api_key, colon, access_token = credentials.partition(":")
    if scheme != "token" or not colon or not api_key or not access_token:
        raise Refused("Invalid `api_key` or `access_token`.", "InputException", 400)
    if api_key != state().settings.api_key:
        raise Refused("Incorrect `api_key` or `access_token`.", "TokenException", 403)
    return state().session(access_token)


def account() -> Account:
    return state().account(session().user_id)


def locked(view: View) -> View:
    """Run a view under the state's lock: one call at a time, as one book."""

    @wraps(view)
    def guarded(*given: Any, **named: Any) -> AnyResponse:
        with state().lock:
            return view(*given, **named)

    return guarded  # type: ignore[return-value]  # wraps keeps the signature; mypy cannot see it


def meet_fault(calls: str, chosen: Choice | None) -> AnyResponse | None:
    """Give the answer of the fault that this call meets, if a scenario has one. May wait; never holds the lock."""
    here = state()
    with here.lock:
        fault = here.fault(calls, chosen)
    if fault is None:
        return None
    if fault.fault == "api-slow":
        here.stopping.wait(fault.delay)
        return None
    if fault.fault == "api-truncated":
        g.truncate = True
        return None
    if fault.fault == "api-older":
        g.older = True
        return None
    return fault_answer(fault.fault)


def callers_fault(calls: str) -> AnyResponse | None:
    """Give the same for whoever calls. An unknown caller is refused before they meet any. Raise Refused."""
    with state().lock:
        chosen: Choice | None = session().choice
    return meet_fault(calls, chosen)


def fault_answer(name: str) -> AnyResponse:
    if name == "api-dropped":
        return Dropped()
    if name == "api-html":
        return Response(
            "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>", 502
        )
    if name == "api-429":
        raise Refused("Too many requests", "NetworkException", 429)
    if name == "api-403":
        raise Refused("Incorrect `api_key` or `access_token`.", "TokenException", 403)
    if name == "api-not-allowed":
        raise Refused("Insufficient permission for that call.", "PermissionException", 403)
    raise Refused("Gateway timed out. The order system is not reachable.", "NetworkException", 503)


def truncate(answer: AnyResponse) -> AnyResponse:
    """Cut the body in half where the scenario says so; the length is that of the half."""
    if g.get("truncate"):
        body = answer.get_data()
        answer.set_data(body[: len(body) // 2])
    return answer


def whole(values: Any, key: str, default: int | None = None) -> int:
    """Read a whole number from a form, where everything is text. Raise Refused."""
    text = values.get(key)
    if text in (None, ""):
        if default is None:
            raise Refused(f"Missing `{key}`.")
        return default
    if not str(text).isascii() or not str(text).isdigit():
        raise Refused(f"Invalid request (failed to decode {key}, got: {text} (expected integer))")
    return int(text)


def exact(values: Any, key: str, default: Decimal) -> Decimal:
    """Read a decimal number. Raise Refused."""
    text = values.get(key)
    if text in (None, ""):
        return default
    try:
        value = Decimal(str(text))
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite() or isinstance(text, bool) or abs(value) > 10**9:
        raise Refused(f"Invalid request (failed to decode {key}, got: {text} (expected decimal))")
    return value


def one_of(values: Any, key: str, choices: tuple[str, ...], default: str | None = None) -> str:
    value = values.get(key) or default
    if value is None:
        raise Refused(f"Missing `{key}`.")
    if value not in choices:
        raise Refused(f"Invalid `{key}`.")
    return str(value)

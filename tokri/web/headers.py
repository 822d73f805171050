"""Every security header of every answer, as data; and the refusal of forms that come from another site.

Three policies: `everywhere`; `handoff`, whose form leaves for Kite; `handback`, whose address holds a token.
A view asks for one of the latter two by `ask_for`; nothing else sets these headers.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal
from urllib.parse import urlsplit

from flask import Flask, Response, g, request
from werkzeug.exceptions import Forbidden

logger = logging.getLogger("tokri")

PolicyName = Literal["everywhere", "handoff", "handback", "picture"]

#: Nothing inline anywhere, nothing from another host.
CONTENT_SECURITY_POLICY: Final[Mapping[str, str]] = MappingProxyType(
    {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self'",
        "font-src": "'self'",
        "connect-src": "'self'",
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
        "object-src": "'none'",
        "require-trusted-types-for": "'script'",
    }
)

#: What no page of ours ever uses.
_PERMISSIONS_DENIED: Final = (
    "accelerometer",
    "camera",
    "display-capture",
    "fullscreen",
    "geolocation",
    "gyroscope",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "publickey-credentials-get",
    "usb",
)

ON_EVERY_ANSWER: Final[Mapping[str, str]] = MappingProxyType(
    {
        "Server": "",  # else the server names itself
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cross-Origin-Embedder-Policy": "require-corp",
        "Permissions-Policy": ", ".join(f"{feature}=()" for feature in _PERMISSIONS_DENIED),
        "X-Robots-Tag": "noindex, nofollow",
    }
)

_SANDBOX: Final = MappingProxyType(
    {
        **dict.fromkeys(("default-src", "base-uri", "form-action", "frame-ancestors"), "'none'"),
        "sandbox": "",
    }
)

#: Two years, as the preload list of browsers asks at least one of.
_HSTS: Final = "max-age=63072000; includeSubDomains"

_SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True, slots=True)
class Policy:
    """What one kind of page sends: its Referrer-Policy, and whether its form may leave for Kite.

    `sandbox`: it is a file that somebody else sent, and a browser that shows it after all lets it do nothing.
    """

    referrer: str
    leaves_for_kite: bool = False
    sandbox: bool = False


POLICIES: Final[Mapping[PolicyName, Policy]] = MappingProxyType(
    {
        # Not no-referrer: Flask-WTF's strict check on https needs the Referer of our own forms.
        "everywhere": Policy(referrer="same-origin"),
        # Kite reportedly looks at the Referer, and learns the origin from it, never the path.
        "handoff": Policy(referrer="strict-origin", leaves_for_kite=True),
        "handback": Policy(referrer="no-referrer"),
        "picture": Policy(referrer="no-referrer", sandbox=True),
    }
)


class FromAnotherSite(Forbidden):
    """A form of another site was sent here by somebody's browser."""


def ask_for(policy: PolicyName) -> None:
    """Let the answer to this request be sent under `policy`, whatever its status turns out to be."""
    g.policy = policy


def install(app: Flask, *, kite_url: str, secure: bool) -> None:
    """Set the headers of every answer of `app`. Called before CSRF protection, so that it refuses first.

    `kite_url` is Kite's origin; `secure` says that browsers come by https.
    """
    fixed = {**ON_EVERY_ANSWER, **({"Strict-Transport-Security": _HSTS} if secure else {})}
    of_policy = {
        name: {
            "Content-Security-Policy": serialise(content_security_policy(policy, kite_url)),
            "Referrer-Policy": policy.referrer,
        }
        for name, policy in POLICIES.items()
    }

    def set_headers(response: Response) -> Response:
        response.headers.update(fixed)
        response.headers.update(of_policy[g.get("policy", "everywhere")])
        if response.mimetype == "text/html":
            response.headers["Cache-Control"] = "no-store"
        else:
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    app.before_request(_refuse_other_sites)
    app.after_request(set_headers)


def content_security_policy(policy: Policy, kite_url: str) -> Mapping[str, str]:
    """The directives of `policy`.

    'self' stays beside Kite's origin on the hand-off page: Chromium and Safari check every redirect of a form's
    POST against the page that sent it, and Kite may send the browser straight back.
    """
    if policy.sandbox:
        return _SANDBOX
    if not policy.leaves_for_kite:
        return CONTENT_SECURITY_POLICY
    return {**CONTENT_SECURITY_POLICY, "form-action": f"'self' {kite_url}"}


def serialise(directives: Mapping[str, str]) -> str:
    """Write directives as the value of a Content-Security-Policy header."""
    return "; ".join(f"{name} {sources}".rstrip() for name, sources in directives.items())


def _refuse_other_sites() -> None:
    """Refuse what changes something and comes from a page that is not ours. Raises FromAnotherSite.

    A program that is no browser (Kite's postback) sends neither header. `none` is the person's own doing:
    reloading a page that was the answer to a form.
    """
    if request.method in _SAFE_METHODS:
        return
    site = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin")
    if site is not None:
        ours = site in {"same-origin", "none"}
    else:
        ours = origin is None or urlsplit(origin).netloc == request.host
    if not ours:
        logger.warning("a form of another site was refused")
        raise FromAnotherSite

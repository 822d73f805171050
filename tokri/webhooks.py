"""The way to the firm's own systems: one signed post over https to a public number, and what was answered.

A name is looked up once, and all that it leads to must be public (tokri/core/telling/addresses.py); the connection is
then made to the very number that was found so, while the name is still what the certificate must be for. A name that
leads elsewhere a moment later gains nothing. No redirect is followed, no proxy asked, and little is read.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from tokri import http
from tokri.core.ports.telling import DeliveryFault, NotTaken
from tokri.core.telling.addresses import not_public
from tokri.core.telling.endpoint import fault_of_address, host_of, port_of

#: Seconds for a name to be looked up, for the connection, for each silence, and for the whole once connected.
LOOK_UP: Final = 4.0
TIMEOUTS: Final = (3.0, 5.0)
DEADLINE: Final = 8.0

#: Bytes of an answer: of a receiver only the status matters.
MOST_BYTES: Final = 16_384

#: Numbers that are tried of one name; the second only where nobody could be reached at the first.
_MOST_NUMBERS: Final = 2

#: What a name leads to at a port; raises OSError.
LookUp = Callable[[str, int], Sequence[str]]


def look_up(host: str, port: int) -> Sequence[str]:
    """All numbers of a name, in the system's order. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


class HttpWebhooks:
    """Posts over https.

    `refused` says why nothing is sent to a number ("": it may be), `typed` what is wrong with an address, `trusted`
    names a file of certificates to believe, `names` looks names up: tests hand in their own, and no setting does.
    """

    def __init__(
        self,
        *,
        refused: Callable[[str], str] = not_public,
        typed: Callable[[str], str] = fault_of_address,
        trusted: str | None = None,
        names: LookUp = look_up,
        timeouts: tuple[float, float] = TIMEOUTS,
        deadline: float = DEADLINE,
    ) -> None:
        self._refused = refused
        self._typed = typed
        self._trusted = trusted
        self._names = names
        self._timeouts = timeouts
        self._deadline = deadline

    def post(self, url: str, headers: Mapping[str, str], body: bytes) -> int:
        """Post to a public https address; answers the status, a 2xx. Raises NotTaken."""
        if self._typed(url):
            raise NotTaken(DeliveryFault.NOT_PUBLIC)
        numbers = self._numbers(host_of(url), port_of(url))
        for number in numbers[:_MOST_NUMBERS]:
            try:
                answer = self._send(url, number, headers, body)
            except http.NeverSent:
                continue
            except http.Interrupted:
                break
            if 200 <= answer.status < 300:  # noqa: PLR2004 - what Standard Webhooks call taken
                return answer.status
            raise NotTaken(DeliveryFault.ANSWERED, answer.status)
        else:
            raise NotTaken(DeliveryFault.UNREACHABLE)
        raise NotTaken(DeliveryFault.NO_ANSWER)

    def _send(self, url: str, number: str, headers: Mapping[str, str], body: bytes) -> http.Answer:
        return http.send(
            "POST",
            url,
            headers=headers,
            form=body,
            most_bytes=MOST_BYTES,
            timeouts=self._timeouts,
            deadline=self._deadline,
            at=number,
            trusted=self._trusted,
        )

    def _numbers(self, host: str, port: int) -> Sequence[str]:
        """What the name leads to, each of it public. Raises NotTaken."""
        found: list[str] = []

        def ask() -> None:
            try:
                found.extend(self._names(host, port))
            except (OSError, UnicodeError):
                return

        # The system's own look-up may take half a minute and cannot be called off: it is left behind instead.
        asking = threading.Thread(target=ask, daemon=True)
        asking.start()
        asking.join(LOOK_UP)
        numbers = [] if asking.is_alive() else list(found)
        if not numbers:
            raise NotTaken(DeliveryFault.NO_NAME)
        if any(self._refused(each) for each in numbers):
            raise NotTaken(DeliveryFault.NOT_PUBLIC)
        return numbers

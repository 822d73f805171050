"""The runner's lanes to the firm's own systems: one thread an endpoint, so that a slow one holds up nothing else.

The runner does its jobs one at a time, and people wait for some of them; what an endpoint does with its time is its
own affair. One thread looks for what is due and hands it to a lane; which lane sends to which endpoint, and that no two
send to one, the outbox says (its leases), for this process and for every other.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final

from tokri.core.ports import Outside, StoreBusy, StoreFull
from tokri.core.ports.telling import Taken, Webhooks
from tokri.core.telling.endpoint import MOST_ENDPOINTS
from tokri.desk import telling_sending

log: Final = logging.getLogger(__name__)

#: Seconds between two looks when nothing was due.
LOOK_EVERY: Final = 1.0

#: What went wrong and where, without its message.
Where = Callable[[BaseException], str]


def run(
    outside: Outside,
    webhooks: Webhooks,
    stop: threading.Event,
    where: Where,
    *,
    look_every: float = LOOK_EVERY,
) -> None:
    """Send what is due until `stop` is set; what is on its way then is finished first, which takes seconds."""
    free = threading.Semaphore(MOST_ENDPOINTS)
    with ThreadPoolExecutor(MOST_ENDPOINTS, thread_name_prefix="webhook") as lanes:
        while not stop.is_set():
            if not free.acquire(timeout=look_every):
                continue
            taken = _guarded(where, telling_sending.take, outside)
            if isinstance(taken, Taken):
                lanes.submit(_send, outside, webhooks, taken, where).add_done_callback(lambda _: free.release())
            else:
                free.release()
                stop.wait(look_every)


def _send(outside: Outside, webhooks: Webhooks, taken: Taken, where: Where) -> None:
    _guarded(where, telling_sending.deliver, outside, webhooks, taken)


def _guarded(where: Where, act: Callable[..., object], *handed: object) -> object:
    """Do it; None where it failed. What was taken and not given back, the outbox gives to the next in a minute."""
    try:
        return act(*handed)
    except (StoreBusy, StoreFull) as fault:
        log.warning("webhooks, the store: %s", type(fault).__name__)
    except Exception as error:  # noqa: BLE001 - one endpoint's fault must not stop the others
        log.error("webhooks: %s", where(error))  # noqa: TRY400 - a traceback would quote values
    return None

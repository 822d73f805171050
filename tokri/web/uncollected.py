"""Reading and sorting ten thousand rows without the collector, which finds nothing among them and takes as long again.

What a request leaves behind in circles is collected once this is over. The collector is the process's own: of two
requests at once, the first that ends lets it work again, for both.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Collect nothing within; afterwards the collector works as before."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()

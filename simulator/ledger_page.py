"""The ledger, as a page and as JSON."""

from flask import jsonify, render_template
from werkzeug.wrappers import Response

from simulator.access import state


def page() -> str:
    here = state()
    with here.lock:
        return render_template(
            "ledger.html", entries=here.ledger.entries(here.exchange.orders), waiting=here.postbacks.waiting
        )


def as_json() -> Response:
    """Give all that is true, with how many postbacks are on their way still."""
    here = state()
    with here.lock:
        return jsonify(here.ledger.entries(here.exchange.orders) | {"waiting": here.postbacks.waiting})

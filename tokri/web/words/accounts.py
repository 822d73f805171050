"""For whose account orders are, in the language of the page. The id itself is never written out."""

from __future__ import annotations

from tokri.core.desk.client import Client
from tokri.core.desk.client_masking import masked_kite_id
from tokri.web.language import _


def whose_orders(client: Client) -> str:
    """For whom the orders are, and what to do where Kite opens for somebody else: spouses share a browser."""
    user = client.details.kite_user_id if client.details is not None else ""
    if user:
        return _(
            "These orders are for %(name)s, Kite ID %(user)s. If Kite opens in another name, log out there first.",
            name=client.name,
            user=masked_kite_id(user),
        )
    return _(
        "These orders are for %(name)s. If Kite opens in another name, log out there first.",
        name=client.name,
    )

"""For whose account orders are, in the language of the page. The id itself is never written out."""

from __future__ import annotations

from typing import Final

from tokri.core.desk.client import Client
from tokri.core.desk.client_masking import masked_kite_id
from tokri.link.accounts import known_account
from tokri.web.language import _

#: Why the desk takes no file at a link at which another account than the client's stands, and what to do.
ANOTHER_ACCOUNT: Final = (
    "A file names no account, and the orders of these may be in another than this client’s: no file is taken here.",
    "Call the client, and find out which account was used. Their own order book, read at their link, settles it.",
)


def call(client: Client) -> str:
    """What the desk does first at a link at which another account than the client's stands."""
    phone = client.details.phone if client.details is not None else ""
    whom = f"Call {client.name} on {phone}" if phone else f"Call {client.name}; no phone is kept for them"
    if not known_account(client):
        return f"{whom}: which account was used, and what is their own Kite ID? The register has none."
    return f"{whom}: which account was used, and is the Kite ID in the register theirs?"


def another_account(phone: str) -> tuple[str, ...]:
    """The same for the client. `phone` is the firm's, "" where it has none."""
    why = _(
        "A file does not say from which account it is. As long as another account stands here, no file is taken here."
    )
    if phone:
        return why, _("Look at your orders in Kite, in both accounts. Call your adviser: %(phone)s.", phone=phone)
    return why, _("Look at your orders in Kite, in both accounts. Call your adviser.")


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

"""The address of a link, for a page of the desk: shown, drawn as a QR picture, put into a message. Never logged."""

from __future__ import annotations

import io

import segno
from flask import Response

from tokri.core.desk.client import Client
from tokri.core.link.link import GroupLink, Link
from tokri.core.ports import Outside, SealBroken
from tokri.desk.group_links import group_token
from tokri.link.tokens import token_of
from tokri.web.context import tools
from tokri.web.words.link_messages import ToTell

#: Dots of the picture that one dot of the code is wide, and white dots of the code around it.
_SCALE = 6
_QUIET_ZONE = 4


def address(world: Outside, link: Link) -> str:
    """The link's address; "" where its seal cannot be opened, as after a key was lost."""
    try:
        return f"{tools().public_url}/l/{token_of(world, link)}"
    except SealBroken:
        return ""


def group_address(world: Outside, link: GroupLink) -> str:
    """The same of a group's."""
    try:
        return f"{tools().public_url}/g/{group_token(world, link)}"
    except SealBroken:
        return ""


def to_tell(world: Outside, client: Client, link: Link) -> ToTell:
    """An account and its address, for a message."""
    return ToTell(client, address(world, link))


def qr(text: str) -> Response:
    """A QR picture of an address, black on white whatever the page's colours are. No cache keeps it."""
    picture = io.BytesIO()
    segno.make_qr(text, error="m").save(
        picture, kind="svg", scale=_SCALE, border=_QUIET_ZONE, dark="#000", light="#fff", svgclass=None, lineclass=None
    )
    answer = Response(picture.getvalue(), content_type="image/svg+xml")
    answer.headers["Cache-Control"] = "no-store"
    return answer

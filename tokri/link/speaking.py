"""The language that a link's pages are in: the client's, until somebody chooses another at the link itself."""

from __future__ import annotations

from tokri.core.link.language import Language
from tokri.core.ports import Outside
from tokri.link.acts import act
from tokri.link.look import token_sha256


def choose_language(outside: Outside, token: str, language: Language) -> bool:
    """Let the link's pages be in that language from now on, in every browser; False: there is no such link."""
    at = outside.clock()
    with outside.store.writing() as unit:
        link = unit.links.by_token(token_sha256(token))
        if link is None:
            return False
        if link.language != language:
            unit.links.change(link.id, language=language.value)
            unit.record(act(outside, "language chosen", link, at, language=language.value))
    return True

"""The language of a client's page: every sentence of it is English in the source, and looked up when it is written.

`translations/<language>/LC_MESSAGES/messages.po` is read when the language is first asked for; English needs none. A
sentence that a catalogue lacks is shown in English; tests hold the catalogues to every sentence of a client's page.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, lru_cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from typing import Final

from flask import Flask, g, has_request_context, request
from markupsafe import Markup

from tokri.core.link.language import Language, language_of

#: Each language in its own words, as whoever reads it looks for it.
NAMES: Final[tuple[tuple[Language, str], ...]] = ((Language.ENGLISH, "English"), (Language.HINDI, "हिन्दी"))

FOLDER: Final = Path(__file__).parent.parent.parent / "translations"


def install(app: Flask) -> None:
    """Let templates say `_("…")`, and tell them the language that the page is in."""
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(_plain, _plural, newstyle=True)  # type: ignore[attr-defined]  # the extension's
    app.jinja_env.globals.update(_=_sentence, gettext=_sentence)
    app.context_processor(lambda: {"language": language().value})


def language() -> Language:
    """The language of the page that is being written: English, unless a client's page asked for another."""
    found = g.get("language") if has_request_context() else None
    return found if isinstance(found, Language) else Language.ENGLISH


def speak(text: str) -> None:
    """Write this page in the language of that name; one that is none of ours changes nothing."""
    asked = language_of(text)
    if asked is not None:
        g.language = asked


def speak_as_asked() -> None:
    """Write this page in the language that the browser asks for: to somebody of whom nothing is known."""
    wanted = request.accept_languages.best_match([each.value for each in Language])
    speak(wanted or Language.ENGLISH.value)


@contextmanager
def speaking(text: str) -> Iterator[None]:
    """Write what is within in the language of that name, and go on in the page's own: a message in a client's."""
    before = language()
    speak(text)
    try:
        yield
    finally:
        g.language = before


def _(text: str, /, **facts: object) -> str:
    """The sentence in the page's language, with its facts: `_("Order %(order)s", order=2)`."""
    found = _plain(text)
    return found % facts if facts else found


def N_(text: str, /) -> str:  # noqa: N802 - the name by which Babel finds such sentences
    """The sentence as it is, of a table that is written before the language is known: looked up by `_(…)` later."""
    return text


def ngettext(one: str, many: str, count: int, /, **facts: object) -> str:
    """The same, by a count, which is the fact `num`."""
    return _plural(one, many, count) % {"num": count, **facts}


def _sentence(text: str, /, **facts: object) -> Markup:
    """What a template, all of which are HTML, says by `_("…")`; its facts are escaped.

    The extension's own makes a context anew for each, and a page says hundreds.
    """
    found = _marked(text, language())
    return found % facts if "%" in found else found


@lru_cache(maxsize=4096)
def _marked(text: str, of: Language) -> Markup:
    """The sentence as a piece of HTML. All that the templates say fits in twice."""
    return Markup(_catalogue(of).gettext(text))  # noqa: S704 - a sentence of ours


def _plain(text: str) -> str:
    return _catalogue(language()).gettext(text)


def _plural(one: str, many: str, count: int) -> str:
    return _catalogue(language()).ngettext(one, many, count)


@cache
def _catalogue(of: Language) -> NullTranslations:
    if of is Language.ENGLISH:
        return NullTranslations()
    # A worker that never meets a client who reads it needs neither.
    from babel.messages.mofile import write_mo  # noqa: PLC0415 - a worker without such a client
    from babel.messages.pofile import read_po  # noqa: PLC0415 - the same

    with (FOLDER / of.value / "LC_MESSAGES" / "messages.po").open("rb") as source:
        catalogue = read_po(source, locale=of.value)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return GNUTranslations(compiled)

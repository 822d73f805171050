"""The catalogues of the client's pages: every sentence of the source, translated whole, and nothing else."""

from __future__ import annotations

import io

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from tokri.core.link.language import Language
from tokri.core.problems import Severity
from tokri.core.rules import RULES
from tokri.web import words
from tokri.web.language import FOLDER
from tools import languages

#: Refusals that are warnings where they are not certain: a finding may say that it is `soft`.
SOFT = {"amo-while-open", "circuit-limits", "intraday-late", "stop-market-gone"}

EACH = pytest.mark.parametrize("language", languages.languages())


def catalogue_of(text: str) -> Catalog:
    return read_po(io.StringIO(text), locale="hi")


@EACH
def test_every_sentence_a_client_can_be_told_is_translated_with_all_that_it_fills_in(language: Language) -> None:
    assert list(languages.faults(languages.kept(language))) == []


@EACH
def test_a_catalogue_is_as_make_languages_writes_it(language: Language) -> None:
    kept = (FOLDER / language.value / "LC_MESSAGES" / "messages.po").read_text(encoding="utf-8")

    assert languages.written(languages.merged(language)) == kept


def test_a_sentence_without_a_translation_is_found() -> None:
    assert "“Your yes” is not in the catalogue." in languages.faults(Catalog(locale="hi"))


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('msgid "Your yes"\nmsgstr ""\n', "“Your yes” is not translated."),
        ('#, fuzzy\nmsgid "Your yes"\nmsgstr "आपकी हाँ"\n', "“Your yes” is fuzzy."),
        ('msgid "Nobody says this"\nmsgstr "यह"\n', "“Nobody says this” is said by nobody."),
        ('msgid "Your yes"\nmsgstr "हाँ"\n\n#~ msgid "Gone"\n#~ msgstr "गया"\n', "“Gone” is obsolete."),
        (
            'msgid "Continue to Kite: %(orders)s"\nmsgstr "Kite पर: %(order)s"\n',
            "“Kite पर: %(order)s” does not fill in what “Continue to Kite: %(orders)s” does.",
        ),
        (
            'msgid "Continue to Kite: %(orders)s"\nmsgstr "Kite पर: %(orders)d"\n',
            "“Kite पर: %(orders)d” does not fill in what “Continue to Kite: %(orders)s” does.",
        ),
        (
            'msgid "Kite’s redirect said {said}, which tells nothing."\nmsgstr "कुछ नहीं"\n',
            "“कुछ नहीं” does not fill in what “Kite’s redirect said {said}, which tells nothing.” does.",
        ),
        (
            'msgid "%(num)s order"\nmsgid_plural "%(num)s orders"\nmsgstr[0] "%(num)s ऑर्डर"\nmsgstr[1] ""\n',
            "“%(num)s order” is not translated.",
        ),
    ],
)
def test_what_is_wrong_with_a_translation_is_found(text: str, fault: str) -> None:
    assert fault in languages.faults(catalogue_of(text))


def test_a_doubled_sign_is_no_place_that_is_filled_in() -> None:
    assert languages.filled("%(percent)s %% away, %%(not)s") == [("percent", "s")]


def test_every_rule_that_may_warn_or_note_is_among_them() -> None:
    """What a rule refuses is the firm's to put right; a client is told only that it cannot be sent."""
    said = {message.id for message in languages.extracted()}
    shown = {rule.id for rule in RULES if rule.severity is not Severity.ERROR or rule.leans_on} | SOFT

    assert [rule for rule in sorted(shown) if words.SENTENCES[rule] not in said] == []

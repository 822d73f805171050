"""`make languages`: bring the catalogues of the client's pages up to what templates and modules say now.

Every sentence within `_()`, `N_()` or `ngettext()` is for a client. What is translated stays; a sentence that nobody
says any more goes, and a new one is added empty, to be translated: until then the tests fail. Catalogues are
in the order of the alphabet and carry no places and no times, so that they change only where a sentence does.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from tokri.core.link.language import Language
from tokri.web.language import FOLDER

ROOT: Final = Path(__file__).resolve().parent.parent
KEYWORDS: Final = {"_": None, "N_": None, "ngettext": (1, 2)}
_METHODS: Final = [("**.html", "jinja2"), ("**.py", "python")]
_OPTIONS: Final = {"**.html": {"silent": "false"}}
_WIDTH: Final = 120
_HEAD: Final = """\
msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals={plurals}; plural={plural};\\n"

"""
#: What is filled in: its name and kind, as `%(name)s`, or its name alone, as `{name}`. A doubled sign is no place.
_FILLED: Final = re.compile(r"%%|%\(([a-z_]+)\)([a-z])|{([a-z_]+)}")


def languages() -> list[Language]:
    """Those that have a catalogue: all but English, in which the sentences are written."""
    return [each for each in Language if each is not Language.ENGLISH]


@cache
def extracted() -> Catalog:
    """Every sentence that the program can say to a client, as it is in the source."""
    found = Catalog(fuzzy=False)
    for folder in ("templates", "tokri"):
        said = extract_from_dir(ROOT / folder, method_map=_METHODS, options_map=_OPTIONS, keywords=KEYWORDS)
        for _file, _line, text, _comments, context in sorted(said, key=lambda each: (each[0], each[1])):
            found.add(text, context=context)
    return found


def kept(language: Language) -> Catalog:
    """The catalogue as it is in the file."""
    with _path(language).open("rb") as source:
        return read_po(source, locale=language.value)


def merged(language: Language) -> Catalog:
    """The file's catalogue with every sentence of the source and no other."""
    catalogue = kept(language)
    catalogue.update(extracted(), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    return catalogue


def written(catalogue: Catalog) -> str:
    """The catalogue as text."""
    text = io.BytesIO()
    write_po(text, catalogue, width=_WIDTH, no_location=True, omit_header=True, sort_output=True)
    head = _HEAD.format(
        language=catalogue.locale_identifier, plurals=catalogue.num_plurals, plural=catalogue.plural_expr
    )
    return head + text.getvalue().decode()


def faults(catalogue: Catalog) -> Iterator[str]:
    """What is wrong with a catalogue, a sentence each."""
    said = {_ids(each) for each in extracted() if each.id}
    here = {_ids(each) for each in catalogue if each.id}
    yield from (f"“{ids[0]}” is not in the catalogue." for ids in said - here)
    yield from (f"“{ids[0]}” is said by nobody." for ids in here - said)
    yield from (f"“{_ids(each)[0]}” is obsolete." for each in catalogue.obsolete.values())
    for message in catalogue:
        if message.id:
            yield from _faults_of(message, catalogue.num_plurals)


def _faults_of(message: Message, plurals: int) -> Iterator[str]:
    ids, strings = _ids(message), _strings(message)
    if message.fuzzy:
        yield f"“{ids[0]}” is fuzzy."
    if not all(each.strip() for each in strings) or len(strings) != (plurals if message.pluralizable else 1):
        yield f"“{ids[0]}” is not translated."
        return
    wanted = (ids[0], *(ids[-1] for _ in strings[1:]))  # of one, and of each of the other counts
    for text, translation in zip(wanted, strings, strict=True):
        if filled(translation) != filled(text):
            yield f"“{translation}” does not fill in what “{text}” does."


def filled(text: str) -> list[tuple[str, str]]:
    """The name and kind of every place that is filled in, in order of name."""
    places = _FILLED.finditer(text)
    return sorted((match[1] or match[3], match[2] or "{}") for match in places if match[0] != "%%")


def _ids(message: Message) -> tuple[str, ...]:
    return tuple(message.id) if isinstance(message.id, (tuple, list)) else (str(message.id),)


def _strings(message: Message) -> tuple[str, ...]:
    return tuple(message.string) if isinstance(message.string, (tuple, list)) else (str(message.string or ""),)


def _path(language: Language) -> Path:
    return FOLDER / language.value / "LC_MESSAGES" / "messages.po"


def main() -> int:
    """Write every catalogue; answer 1 and say what is missing where one is not whole."""
    missing = []
    for language in languages():
        catalogue = merged(language)
        _path(language).write_text(written(catalogue), encoding="utf-8")
        missing += [f"{language.value}: {each}" for each in faults(catalogue)]
    print("\n".join(missing) or f"{len(extracted())} sentences in each of {len(languages())} catalogues")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())

"""Gather every text of the program and bring a language's catalogue up to date.

``python -m api.texts.catalogue`` after a text was added or changed: new texts stand untranslated in
``locale/da/LC_MESSAGES/messages.po`` until someone writes them; a test holds that none is left.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parents[2]
LOCALES = Path(__file__).parent / "locale"
METHODS = [
    ("templates/**.*", "jinja2"),
    ("wfm/**.py", "python"),
    ("solver/**.py", "python"),
    ("api/**.py", "python"),
]
OPTIONS = {"templates/**.*": {"trimmed": "true", "newstyle_gettext": "true"}}
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "Text": ((1, "c"), 2), "Plural": ((1, "c"), 2, 3)}
TRANSLATED = ("da",)
Found = str | tuple[str, ...]
"""A text as it is found; with its plural where it has one."""
_NO_DATE = datetime(2026, 1, 1, tzinfo=UTC)  # a catalogue changes with its texts, not with the clock


def gather_texts() -> Catalog:
    """Return every text that stands in the code and the templates, in English.

    Raises
    ------
    ValueError
        Where a text stands by itself and with a plural: gettext would find only one of them.
    """
    found = extract_from_dir(str(ROOT), METHODS, OPTIONS, KEYWORDS, directory_filter=_ours)
    return catalogue_of(
        (message, context, (Path(file).as_posix(), line)) for file, line, message, _comments, context in found
    )


def catalogue_of(found: Iterable[tuple[Found, str | None, tuple[str, int]]]) -> Catalog:
    """Return the catalogue of texts, each with its context and its file and line.

    Raises
    ------
    ValueError
        Where a text stands by itself and with a plural.
    """
    catalogue, known = _empty(), dict[tuple[str, str | None], Found]()
    for message, context, place in sorted(found, key=lambda one: one[2]):
        single = message if isinstance(message, str) else message[0]
        if known.setdefault((single, context), message) != message:
            raise ValueError(f"{place}: “{single}” stands by itself and with a plural, or with two")
        catalogue.add(message, None, [place], context=context)
    return catalogue


def _empty(language: str | None = None) -> Catalog:
    return Catalog(
        locale=language,
        project="faellesvagt",
        version="1",
        header_comment="# The texts of Fællesvagt; gathered by `python -m api.texts.catalogue`.",
        msgid_bugs_address="faellesvagt",
        last_translator="faellesvagt",
        language_team="faellesvagt",
        revision_date=_NO_DATE,
        creation_date=_NO_DATE,
        charset="utf-8",
        fuzzy=False,
    )


def source_of(language: str) -> Path:
    """Return where the catalogue of a language stands."""
    return LOCALES / language / "LC_MESSAGES" / "messages.po"


def read_catalogue(language: str) -> Catalog:
    """Return the catalogue of a language as it stands; an empty one where there is none."""
    if not source_of(language).exists():
        return _empty(language)
    with source_of(language).open("rb") as stream:
        return read_po(stream, locale=language)


def update(language: str) -> int:
    """Add new texts and drop those that are gone; return how many are not translated."""
    catalogue = read_catalogue(language)
    catalogue.update(gather_texts(), no_fuzzy_matching=True, update_creation_date=False)
    catalogue.obsolete.clear()
    source_of(language).parent.mkdir(parents=True, exist_ok=True)
    with source_of(language).open("wb") as stream:
        # Lines without numbers: a text that moves is no change of the catalogue.
        write_po(stream, catalogue, width=110, no_location=False, include_lineno=False, sort_output=True)
    return len(find_untranslated(catalogue))


def find_untranslated(catalogue: Catalog) -> list[str]:
    """Return the English of every text without a translation."""
    return [str(message.id) for message in catalogue if message.id and not _whole(message.string)]


def _whole(string: str | list[str] | tuple[str, ...] | None) -> bool:
    return all(string) and bool(string) if isinstance(string, list | tuple) else bool(string)


def _ours(folder: str) -> bool:
    return not Path(folder).name.startswith((".", "_")) and Path(folder).name != "node_modules"


if __name__ == "__main__":
    for name in TRANSLATED:
        missing = update(name)
        print(f"{name}: {missing} texts to translate")  # noqa: T201 - a tool for developers

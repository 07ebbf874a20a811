"""Names that are hardly meant: garbled on the way through some program, or standing for two of a kind."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Sequence
from html import unescape

from wfm.message import Message, Text
from wfm.plan import Plan
from wfm.plan_checks import Records
from wfm.remarks.remark import Remark

GARBLED = Text("notice.garbled", "a name as it is written; this one looks as if a program had garbled it")
GARBLED_FROM = Text("notice.garbled_from", "{expected}, perhaps from {meant}")
NAME_TWICE = Text("notice.name_twice", "a name that stands once; {place} has it as well")
COMPETENCE_TWICE = Text("notice.competence_twice", "a name of its own; another competence has this one")

_PLACEHOLDER = re.compile(r"=.*|#+|nan|null|none|undefined|\[object Object\]", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d+|#x[0-9a-f]+|[a-z]+\d*);", re.IGNORECASE)
_LOST = re.compile(r"\ufffd|(?<=\w)\?(?=\w)")
_TWICE_ENCODED = re.compile("[ÂÃ][\u0080-\u00bf\u0152-\u2122]")


def name_remarks(plan: Plan, records: Records) -> Iterator[Remark]:
    """Yield names that are hardly meant, and those that two municipalities or competences have."""
    yield from _garbled("municipalities", [municipality.name for municipality in records.municipalities])
    yield from _garbled("agents", [agent.name for agent in records.agents])
    for index, other in _repeated([m.name.casefold() for m in records.municipalities]):
        yield Remark("municipalities", index, "name", records.municipalities[index].name, NAME_TWICE(), other)
    competences = plan.hotline.competences
    for number, _ in _repeated([competence.name.casefold() for competence in competences]):
        name = competences[number].name
        yield Remark("hotline", number, "competences.name", name, COMPETENCE_TWICE())


def _garbled(table: str, names: Sequence[str]) -> Iterator[Remark]:
    for index, name in enumerate(names):
        expected = _flaw(name)
        if expected is not None:
            yield Remark(table, index, "name", name, expected)


def _flaw(name: str) -> Message | None:
    meant = _mended(name)
    if meant != name:
        return GARBLED_FROM(expected=GARBLED(), meant=meant)
    return GARBLED() if _PLACEHOLDER.fullmatch(name) or _LOST.search(name) else None


def _mended(name: str) -> str:
    """Return what a name was before it was encoded twice, or written for a page of the web."""
    if _TWICE_ENCODED.search(name):
        for encoding in ("cp1252", "latin-1"):
            try:
                return name.encode(encoding).decode("utf-8")
            except UnicodeError:
                continue
    return unescape(name) if _ENTITY.search(name) else name


def _repeated(keys: Sequence[Hashable]) -> Iterator[tuple[int, int]]:
    first: dict[Hashable, int] = {}
    for index, key in enumerate(keys):
        other = first.setdefault(key, index)
        if other != index:
            yield index, other

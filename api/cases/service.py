"""Business cases kept, changed, taken away; what comes of one is in `api.cases.reckoning`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from api.access.ids import CaseId
from api.access.permissions import Permission
from api.cases.reckoning import read_document
from api.cases.records.cases import (
    KeptCase,
    add_kept,
    change_kept,
    delete_kept,
    find_kept,
    list_kept,
)
from api.plans.place import HotlinePlace
from api.plans.service import recall_answer
from api.store import audit
from api.store.engine import Connection, reading, writing
from api.store.errors import MissingError, TooManyError
from api.store.idempotency import IdempotentRequest, once
from api.store.staleness import refuse_stale
from api.store.types import new_id
from wfm.tables.case_document import CaseDocument, document_of

MOST = 50
"""Business cases of an account beside one hotline."""


@dataclass(frozen=True)
class CaseDraft:
    """A business case as its author wants it to be: its tables, and whether others see it."""

    document: CaseDocument
    shared: bool = False


def sees(place: HotlinePlace, kept: KeptCase) -> bool:
    """Tell whether the caller sees a case: the own ones, and what others share."""
    return kept.shared or is_own(place, kept)


def is_own(place: HotlinePlace, kept: KeptCase) -> bool:
    """Tell whether the caller made a case, so that it is theirs to change."""
    return kept.author == place.author and place.viewer.may(Permission.EDIT_PLAN)


def list_cases(place: HotlinePlace) -> tuple[KeptCase, ...]:
    """Return the business cases that the caller sees, those that were changed last first."""
    with reading(place.database) as connection:
        return tuple(one for one in list_kept(connection, place.hotline.id) if sees(place, one))


def find_case(place: HotlinePlace, case: CaseId) -> KeptCase:
    """Return a business case that the caller sees.

    Raises
    ------
    MissingError
        Where there is none.
    """
    with reading(place.database) as connection:
        return _find(connection, place, case)


def keep_case(place: HotlinePlace, request: IdempotentRequest, draft: CaseDraft) -> KeptCase:
    """Keep a business case, once for each request however often it comes.

    Raises
    ------
    CaseError
        With everything that is wrong with it.
    TooManyError
        Where the caller has as many as one may.
    """
    said = recall_answer(place, request)
    if said is not None:
        return find_case(place, CaseId(said["case"]))
    name, document = _checked(draft.document)

    def effect(connection: Connection) -> Mapping[str, Any]:
        own = [one for one in list_kept(connection, place.hotline.id) if one.author == place.author]
        if len(own) >= MOST:
            raise TooManyError(MOST)
        made = KeptCase(
            id=CaseId(new_id()),
            hotline=place.hotline.id,
            number=1,
            name=name,
            document=document,
            shared=draft.shared,
            author=place.author,
            at=place.at,
        )
        add_kept(connection, made)
        _record(connection, place, "keep", made)
        return {"case": made.id}

    said = once(place.database, request, place.at, effect, place.hotline.id)
    return find_case(place, CaseId(said["case"]))


def change_case(
    place: HotlinePlace, request: IdempotentRequest, case: CaseId, draft: CaseDraft, expected: int
) -> KeptCase:
    """Change a business case of the caller's own.

    Raises
    ------
    MissingError
        Where there is none of the caller's own.
    ConflictError
        Where it was changed since the caller saw it.
    CaseError
        With everything that is wrong with it.
    """
    if recall_answer(place, request) is not None:
        return find_case(place, case)
    _require_own(place, find_case(place, case))
    name, document = _checked(draft.document)

    def effect(connection: Connection) -> Mapping[str, Any]:
        now = _find(connection, place, case)
        refuse_stale(expected, now)
        changed = replace(
            now,
            number=now.number + 1,
            name=name,
            document=document,
            shared=draft.shared,
            at=place.at,
        )
        change_kept(connection, changed)
        _record(connection, place, "change", changed)
        return {"number": changed.number}

    once(place.database, request, place.at, effect, place.hotline.id)
    return find_case(place, case)


def remove_case(place: HotlinePlace, case: CaseId) -> None:
    """Take a business case of the caller's own away.

    Raises
    ------
    MissingError
        Where there is none of the caller's own.
    """
    with writing(place.database) as connection:
        found = _find(connection, place, case)
        _require_own(place, found)
        delete_kept(connection, case)
        _record(connection, place, "remove", found)


def _checked(document: CaseDocument) -> tuple[str, CaseDocument]:
    """Return a case's name and its tables, tidied."""
    name = read_document(document).case.name
    return name, document_of(document.files())


def _find(connection: Connection, place: HotlinePlace, case: CaseId) -> KeptCase:
    found = find_kept(connection, place.hotline.id, case)
    if not sees(place, found):
        raise MissingError("case")
    return found


def _require_own(place: HotlinePlace, kept: KeptCase) -> None:
    if not is_own(place, kept):
        raise MissingError("case")


def _record(connection: Connection, place: HotlinePlace, what: str, kept: KeptCase) -> None:
    told = {"case": kept.id, "number": kept.number, "shared": kept.shared}
    audit.record(
        connection,
        actor=place.author,
        action=f"case.{what}",
        about=kept.id,
        at=place.at,
        payload=told,
    )

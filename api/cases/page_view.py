"""What the pages of business cases show: rows, tables, the picture and the form, handed to templates."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode

from fastapi.responses import Response

from api.access.permissions import Permission
from api.cases.addresses import case_address
from api.cases.bars import case_bars
from api.cases.form import (
    ITEM_FIELDS,
    YEARS,
    Values,
    fits,
    form_values,
    item_rows,
    key_places,
    partner_rows,
    year_headers,
)
from api.cases.reckoning import CaseOutcome, reckon
from api.cases.records.cases import KeptCase
from api.cases.sentences import in_words, key_name
from api.cases.service import is_own
from api.cases.sources import SAMPLES
from api.cases.split_fields import SplitFields
from api.cases.tables import case_tables
from api.plans.addresses import PREFIX
from api.plans.place import HotlinePlace
from api.rosters.page_context import PlanningContext
from api.store.engine import reading
from api.texts.business_case import conclusions
from api.web.pages.sent_form import new_key
from wfm.errors import CaseError, Fault
from wfm.message import Message
from wfm.tables.keys_reading import EQUAL

SECTION = "plans"


class CaseRow(NamedTuple):
    """A case as lists show it; ``by`` is nobody where the reader does not plan."""

    kept: KeptCase
    by: Message | None


def _rows(context: PlanningContext, place: HotlinePlace, found: Sequence[KeptCase]) -> list[CaseRow]:
    with reading(place.database) as connection:
        return [
            CaseRow(
                one,
                context.by(connection, one.author) if place.sees_drafts or is_own(place, one) else None,
            )
            for one in found
        ]


def respond_list(
    context: PlanningContext,
    place: HotlinePlace,
    found: Sequence[KeptCase],
    status: HTTPStatus = HTTPStatus.OK,
    *,
    faults: Sequence[Fault] = (),
    reason: Message | None = None,
) -> Response:
    """Show the business cases of a hotline, and the ways to a new one."""
    return context.page.respond(
        "cases/list.html",
        SECTION,
        status,
        hotline=place.hotline,
        rows=_rows(context, place, found),
        edits=place.viewer.may(Permission.EDIT_PLAN),
        samples={name: text() for name, text in SAMPLES.items()},
        blank=f"{PREFIX}/{quote(place.hotline.code, safe='')}/cases/blank.xlsx?lang={place.speak.language}",
        key=new_key,
        faults=in_words(faults, place.speak),
        reason=reason,
    )


def respond_one(
    context: PlanningContext, place: HotlinePlace, kept: KeptCase, fields: SplitFields
) -> Response:
    """Show a business case, shared by the keys that were asked for."""
    speak = place.speak
    faults: tuple[Fault, ...] = ()
    try:
        found = reckon(kept.document, fields.by)
    except CaseError as error:
        found, faults = reckon(kept.document), error.faults
    (row,) = _rows(context, place, [kept])
    told = urlencode([*(("by", one.text) for one in found.splits), ("lang", speak.language)])
    status = HTTPStatus.UNPROCESSABLE_ENTITY if faults else HTTPStatus.OK
    return context.page.respond(
        "cases/one.html",
        SECTION,
        status,
        hotline=place.hotline,
        kept=kept,
        row=row,
        own=is_own(place, kept),
        fits=fits(form_values(kept.document)),
        edits=place.viewer.may(Permission.EDIT_PLAN),
        fields=fields,
        keys=[(name, key_name(name, speak)) for name in key_names(found)],
        faults=in_words(faults, speak),
        file=lambda end: f"{case_address(place, kept.id)}.{end}?{told}",
        **_outcome(place, found),
    )


def key_names(found: CaseOutcome) -> tuple[str, ...]:
    """Return the keys by which a case can be shared; none where it knows no partners."""
    return tuple(dict.fromkeys((*found.keys.names, EQUAL))) if found.keys.partners else ()


def respond_form(
    context: PlanningContext,
    place: HotlinePlace,
    values: Values,
    status: HTTPStatus = HTTPStatus.OK,
    *,
    kept: KeptCase | None = None,
    tried: CaseOutcome | None = None,
    faults: Sequence[Fault] = (),
    reason: Message | None = None,
) -> Response:
    """Show the form; where what was typed was tried, with what comes of it."""
    names = [values.get(f"key-{at}", "") for at in key_places(values)]
    own_keys = dict.fromkeys(
        line.partition("=")[0].split(".")[1].strip()
        for line in values.get("other", "").splitlines()
        if line.startswith("keys.")
    )
    return context.page.respond(
        "cases/form.html",
        SECTION,
        status,
        hotline=place.hotline,
        values=values,
        items=item_rows(values),
        item_fields=ITEM_FIELDS,
        years=year_headers(values),
        year_count=YEARS,
        key_places=key_places(values),
        partners=partner_rows(values),
        key_choices=[(one, key_name(one, place.speak)) for one in (*filter(None, names), *own_keys, EQUAL)],
        kept=kept,
        edits=place.viewer.may(Permission.EDIT_PLAN) and (kept is None or is_own(place, kept)),
        key=new_key(),
        faults=in_words(faults, place.speak, of_form=True),
        reason=reason,
        **({"bars": None} if tried is None else _outcome(place, tried)),
    )


def _outcome(place: HotlinePlace, found: CaseOutcome) -> dict[str, Any]:
    """Return what templates show of what comes of a case."""
    speak = place.speak
    return {
        "bars": case_bars(found.figures, speak),
        "case": found.case,
        "said": [speak.sentence(one) for one in conclusions(found.figures, speak)],
        "tables": case_tables(found.figures, speak, found.splits),
        "notices": in_words(found.notices, speak),
    }

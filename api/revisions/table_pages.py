"""A table of a plan as a page: its rows, one of them in a form, rows pasted or dropped in, their faults."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, cast

from fastapi import APIRouter
from fastapi.responses import Response

from api.access.permissions import Permission
from api.plans.edit_schemas import LONGEST_TEXT, SentPasteEdit, SentRowEdit, plan_edit
from api.plans.editing import PlanState, preview_edit
from api.plans.edits import PasteMode
from api.plans.table_rows import Row, columns_of, find_table, table_rows
from api.plans.table_schemas import TableName
from api.plans.uploads.tables import csv_rows
from api.revisions.context import EditContext, InEditing
from api.revisions.fault_rows import csv_copy, fault_rows, faulty_rows, other_faults, workbook_copy
from api.revisions.form import CurrentForm, SentForm
from api.revisions.outcome import SentChange, settle
from api.revisions.packing import pack, unpack
from api.revisions.row_fields import row_fields, row_of
from api.revisions.sent_rows import text_of_file
from api.revisions.table_view import columns_in_use, table_sheet
from api.store.errors import MissingError
from api.web.guard import allow
from api.web.json.requests import CSV, XLSX
from api.web.json.upload_turns import FormTurn
from api.web.pages.sent_form import new_key
from api.web.pages.sheets import read_number
from wfm.errors import Fault, PlanError
from wfm.tables.file_names import HOTLINE
from wfm.tables.raw_table import RawTable

router = APIRouter(include_in_schema=False)

ADDRESS = "/plans/{plan}/tables/{table}"
LARGE_TEXT = 60_000
"""Letters of pasted rows that stand in the form; of more they go along unseen."""
MOST_FAULTY = 30
"""Faulty rows that are shown; a copy holds all."""
MOST_TOLD = 40
MOST_DIGITS = 7


@dataclass(frozen=True)
class SentRows:
    """Rows that were sent and could not be kept.

    Parameters
    ----------
    text, mode
        As they were sent.
    faults
        Every fault.
    """

    text: str = ""
    mode: str = "add"
    faults: tuple[Fault, ...] = ()

    def raw(self, table: str) -> RawTable | None:
        """Return them as a table; nothing where they are none."""
        try:
            return csv_rows(table, self.text.encode()) if self.text else None
        except PlanError:
            return None


@dataclass(frozen=True)
class TypedRow:
    """A row in the form: its place (none where it is new), its cells, and what is wrong."""

    place: int | None
    row: Row
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True)
class TableRequest:
    """Which part of a table is looked at."""

    words: str = ""
    sheet: int = 1
    typed: TypedRow | None = None
    sent: SentRows = field(default_factory=SentRows)
    kept: str = ""


@router.get(ADDRESS, dependencies=[allow(Permission.READ_DRAFTS)])
def table(
    context: InEditing, table: str, row: str = "", sheet: str = "", words: str = "", kept: str = ""
) -> Response:
    """Show a table of the newest revision, and one of its rows in a form."""
    name, state = _known(table), context.state()
    asked = TableRequest(words[:200], read_number(sheet), _chosen(state, name, row), kept=kept)
    return show_table(context, state, name, asked)


@router.post(ADDRESS, dependencies=[allow(Permission.EDIT_PLAN)])
def edit_row(context: InEditing, table: str, form: CurrentForm, _turn: FormTurn) -> Response:
    """Add, change or delete a row."""
    name, known = _known(table), context.state(form.expected)
    chosen = _chosen(known, name, form.text("row") or "new")
    place = None if chosen is None else chosen.place
    before = None if chosen is None or place is None else chosen.row
    after = None if form.text("act") == "delete" and before is not None else row_of(form, name)

    def refuse(faults: Sequence[Fault]) -> Response:
        typed = TypedRow(place, after or before or {}, tuple(faults))
        asked = TableRequest(typed=typed)
        return show_table(context, context.state(), name, asked, HTTPStatus.UNPROCESSABLE_ENTITY)

    edit = SentRowEdit(
        kind="row",
        table=TableName(name),
        before=None if before is None else dict(before),
        after=None if after is None else dict(after),
    )
    return settle(context, form, SentChange(edit, f"tables/{name}", refuse=refuse))


@router.post(ADDRESS + "/rows", dependencies=[allow(Permission.EDIT_PLAN)])
def paste_rows(context: InEditing, table: str, form: CurrentForm, _turn: FormTurn) -> Response:
    """Look at rows that were pasted or dropped in, and show their faults beside them."""
    name = _known(table)
    sent = _sent_rows(name, form)

    def refuse(faults: Sequence[Fault]) -> Response:
        asked = TableRequest(sent=SentRows(sent.text, sent.mode, tuple(faults)))
        return show_table(context, context.state(), name, asked, HTTPStatus.UNPROCESSABLE_ENTITY)

    if sent.faults:
        return refuse(sent.faults)
    change = SentChange(_paste(name, sent), f"tables/{name}", looks_first=True, refuse=refuse)
    return settle(context, form, change)


@router.post(ADDRESS + "/copy", dependencies=[allow(Permission.EDIT_PLAN)])
def copy_rows(context: InEditing, table: str, form: CurrentForm, _turn: FormTurn) -> Response:
    """Answer with the rows that were sent, their faults marked, to be put right in a spreadsheet."""
    name = _known(table)
    sent = _sent_rows(name, form)
    raw, faults = sent.raw(name), sent.faults
    if raw is None:
        asked = TableRequest(sent=sent)
        return show_table(context, context.state(), name, asked, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        preview_edit(context.place, context.state(), plan_edit(_paste(name, sent)))
    except PlanError as error:
        faults = error.faults
    rows, say = fault_rows(raw, faults), context.place.speak.say
    is_csv = form.text("as") == "csv"
    content = (csv_copy if is_csv else workbook_copy)(raw, rows, say)
    told = {"Content-Disposition": f'attachment; filename="{name}.{"csv" if is_csv else "xlsx"}"'}
    return Response(content, headers=told | {"Cache-Control": "no-store"}, media_type=CSV if is_csv else XLSX)


def _known(table: str) -> str:
    try:
        return TableName(table).value
    except ValueError:
        raise MissingError("table") from None


def _chosen(state: PlanState, table: str, row: str) -> TypedRow | None:
    """Return the row that an address or a form names; a blank one where a new one is wanted."""
    if row == "new":
        return TypedRow(None, dict.fromkeys(columns_of(table)))
    if not row:
        return None
    rows = table_rows(state.plan, table)
    plain = row.isascii() and row.isdecimal() and len(row) <= MOST_DIGITS
    if not plain or int(row) >= len(rows):
        raise MissingError("row")
    return TypedRow(int(row), rows[int(row)])


def _sent_rows(table: str, form: SentForm) -> SentRows:
    mode = "replace" if form.text("mode") == "replace" else "add"
    text = form.text("text")
    if form.file is not None:
        try:
            text = text_of_file(table, form.file)
        except PlanError as error:
            return SentRows(text, mode, error.faults)
    elif not text.strip() and form.text("packed"):
        kept = unpack(form.text("packed"))
        text = kept.text if isinstance(kept, SentPasteEdit) else ""
    return SentRows(text[:LONGEST_TEXT].replace("\r\n", "\n"), mode)


def _paste(table: str, sent: SentRows) -> SentPasteEdit:
    mode = cast("PasteMode", sent.mode)
    return SentPasteEdit(kind="paste", table=TableName(table), text=sent.text, mode=mode)


def show_table(
    context: EditContext,
    state: PlanState,
    table: str,
    asked: TableRequest,
    status: HTTPStatus = HTTPStatus.OK,
) -> Response:
    """Answer with the page of a table; where rows were refused, they are shown instead of those there are."""
    speak, sent = context.place.speak, asked.sent
    raw = sent.raw(table) if sent.faults else None
    marked = () if raw is None else faulty_rows(raw, sent.faults)
    large = len(sent.text) > LARGE_TEXT
    sheet = None if sent.faults else table_sheet(state.plan, table, speak, asked.words, asked.sheet)
    explains = None if table == HOTLINE else find_table(table).explains()
    return context.planning.page.respond(
        "revisions/table.html",
        "plans",
        status,
        hotline=state.plan.hotline,
        facts=context.place.plan,
        state=state,
        table=table,
        explains=explains,
        columns=columns_of(table),
        sheet=sheet,
        filled=() if sheet is None else columns_in_use(sheet.rows),
        words=asked.words,
        kept=asked.kept,
        to=context.link,
        edits=context.may_edit,
        key=new_key(),
        most=MOST_TOLD,
        **_typed(state, table, asked.typed, context),
        sent=sent,
        header=() if raw is None else raw.header,
        marked=marked[:MOST_FAULTY],
        many_marked=len(marked),
        others=other_faults(raw, sent.faults),
        speak=speak.say,
        packed=pack(_paste(table, sent)) if large else "",
    )


def _typed(state: PlanState, table: str, typed: TypedRow | None, context: EditContext) -> dict[str, Any]:
    if typed is None:
        return {"typed": None, "fields": (), "row_faults": ()}
    number = len(table_rows(state.plan, table)) + 1 if typed.place is None else typed.place + 1
    own = [fault for fault in typed.faults if fault.file == table and fault.row == number]
    fields = row_fields(state.plan, table, typed.row, context.place.speak, own)
    names = {fault.column for fault in own} & {*columns_of(table), typed.row.get("key") or ""}
    left = tuple(fault for fault in typed.faults if fault not in own or fault.column not in names)
    return {"typed": typed, "fields": fields, "row_faults": left}

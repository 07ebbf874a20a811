"""The form of one row: a field for each column, with what may be chosen and what was typed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from api.plans.table_rows import Row, find_table
from api.revisions.form import SentForm
from api.texts.column_names import column_name
from api.texts.translator import Translator
from wfm.errors import Fault
from wfm.message import Message, Text
from wfm.plan import Plan
from wfm.tables.column import Column, Form
from wfm.tables.file_names import HOTLINE
from wfm.tables.setting_texts import setting_text

SHIFT = "shift"
"""Field of date and start together, where a shift is chosen from those there are."""
MOST_CHOSEN = 700
"""Shifts, or agents, from which one is chosen; of more one types the date and time, or the id."""
CELL = "cell-"

WHICH_SHIFT = Text("edit.which_shift", "the shift that is meant")
KEY_MEANT = Text("edit.key_meant", "Key of hotline.toml, such as limits.rest_hours.")
VALUE_MEANT = Text("edit.value_meant", "Its value; lists with commas.")
AT = Text("edit.at_shift", "{shift:shift}")


class FieldKind(StrEnum):
    """How a field is filled in."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    CHOICE = "choice"
    TICKS = "ticks"


@dataclass(frozen=True)
class FieldOption:
    """Something that may be chosen."""

    value: str
    label: str


@dataclass(frozen=True)
class RowField:
    """A field of a row's form.

    Parameters
    ----------
    name, label, explains
        Of the field, and what it means.
    kind, required
        How it is filled in, and whether it must be.
    value
        What stands in it.
    options
        What may be chosen.
    faults
        What is wrong with it.
    """

    name: str
    label: str
    explains: Message | None
    kind: FieldKind
    required: bool
    value: str
    options: tuple[FieldOption, ...] = ()
    faults: tuple[Message, ...] = ()

    @property
    def ticked(self) -> frozenset[str]:
        """Options that are ticked."""
        return frozenset(filter(None, self.value.split("|")))


def row_fields(
    plan: Plan, table: str, row: Row, speak: Translator, faults: Sequence[Fault] = ()
) -> tuple[RowField, ...]:
    """Return the fields of a row's form.

    Parameters
    ----------
    plan, table
        The plan, and the English name of the table.
    row
        What stands in the fields.
    speak
        In which language.
    faults
        What is wrong with the row.
    """
    wrong: dict[str, list[Message]] = {}
    for fault in faults:
        wrong.setdefault(fault.column, []).append(fault.expected)
    if table == HOTLINE:
        return tuple(_setting_fields(row, speak, wrong))
    return tuple(_fields(plan, table, row, speak, wrong))


def row_of(form: SentForm, table: str) -> Row:
    """Return the row that a form holds."""
    columns = ("key", "value") if table == HOTLINE else tuple(c.name for c in find_table(table).columns)
    cells = {name: "|".join(filter(None, form.fields.get(CELL + name, ()))).strip() for name in columns}
    shift = form.text(CELL + SHIFT)
    if shift:
        cells["date"], _, cells["start"] = shift.partition("T")
    return {name: cell or None for name, cell in cells.items()}


def _setting_fields(
    row: Row, speak: Translator, wrong: Mapping[str, Sequence[Message]]
) -> Iterator[RowField]:
    key = row.get("key") or ""
    for name, explains in (("key", KEY_MEANT()), ("value", setting_text(key) or VALUE_MEANT())):
        label = column_name(name, speak.language)
        told = tuple(wrong.get(key if name == "value" else name, ()))
        yield RowField(CELL + name, label, explains, FieldKind.TEXT, True, row.get(name) or "", (), told)


def _fields(
    plan: Plan, table: str, row: Row, speak: Translator, wrong: Mapping[str, Sequence[Message]]
) -> Iterator[RowField]:
    columns = list(find_table(table).columns)
    shifts = plan.hotline.opening_shifts() if table in ("locks", "demand") else ()
    if 0 < len(shifts) <= MOST_CHOSEN:
        columns = columns[2:]
        value = f"{row.get('date') or ''}T{row.get('start') or ''}".removeprefix("T")
        options = [FieldOption(shift.id, speak.say(AT(shift=shift.id))) for shift in shifts]
        if value and value not in {option.value for option in options}:
            options.insert(0, FieldOption(value, value))
        told = (*wrong.get("date", ()), *wrong.get("start", ()))
        label = speak.sentence(WHICH_SHIFT())
        yield RowField(CELL + SHIFT, label, None, FieldKind.CHOICE, True, value, tuple(options), told)
    for column in columns:
        value = row.get(column.name) or ""
        offered = tuple(_options(plan, table, column, speak.language))
        yield RowField(
            name=CELL + column.name,
            label=column_name(column.name, speak.language),
            explains=column.explains(),
            kind=_kind(column, value, offered),
            required=column.required,
            value=value,
            options=_with_unknown(offered, column, value),
            faults=tuple(wrong.get(column.name, ())),
        )


def _kind(column: Column, value: str, options: Sequence[FieldOption]) -> FieldKind:
    if column.form is Form.CODES and options:
        return FieldKind.TICKS
    if options:
        return FieldKind.CHOICE
    if column.form is Form.DATE and not column.loose and _is_day(value):
        return FieldKind.DATE
    return FieldKind.NUMBER if column.form is Form.WHOLE else FieldKind.TEXT


def _is_day(value: str) -> bool:
    """Tell whether a browser's field of a date can hold it: what was typed otherwise must stay."""
    try:
        return not value or date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _with_unknown(options: tuple[FieldOption, ...], column: Column, value: str) -> tuple[FieldOption, ...]:
    """Return options with the one that stands there, though it is none of them."""
    known = {option.value for option in options}
    typed = value.split("|") if column.form is Form.CODES else [value]
    return (*options, *(FieldOption(one, one) for one in typed if options and one and one not in known))


def _options(plan: Plan, table: str, column: Column, language: str) -> Iterator[FieldOption]:
    if column.words:
        words = column.words.items()
        yield from (
            FieldOption(english, danish if language == "da" else english) for english, danish in words
        )
    elif column.form is Form.CODES:
        yield from (FieldOption(one.code, one.name) for one in plan.hotline.competences)
    elif column.name == "municipality" and table != "municipalities":
        yield from (FieldOption(town.code, f"{town.name} ({town.code})") for town in plan.municipalities)
    elif column.name == "agent" and table != "agents" and len(plan.agents) <= MOST_CHOSEN:
        yield from (FieldOption(agent.id, f"{agent.name} ({agent.id})") for agent in plan.agents)

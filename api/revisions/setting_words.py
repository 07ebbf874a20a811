"""What differs in a hotline's settings, by the names and words of their form in place of a file's keys."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from api.plans.difference import RowDifference, TableDifference
from api.plans.table_rows import Row
from api.revisions.setting_fields import NUMBERED, find_label, name_options
from api.texts.translator import Translator
from wfm.message import Text
from wfm.tables.file_names import HOTLINE

SECTIONS: Mapping[str, Text] = {
    "competences": Text("setting.of_competence", "Competence {number:number}, {field}"),
    "unsocial": Text("setting.of_unsocial", "Evenings and weekends {number:number}, {field}"),
}


def say_settings(tables: Iterable[TableDifference], speak: Translator) -> tuple[TableDifference, ...]:
    """Return what differs between two plans, with settings as their form calls them."""
    return tuple(_spoken(one, speak) if one.table == HOTLINE else one for one in tables)


def _spoken(table: TableDifference, speak: Translator) -> TableDifference:
    rows = (RowDifference(_row(one.before, speak), _row(one.after, speak)) for one in table.rows)
    return TableDifference(table.table, tuple(rows))


def _row(row: Row | None, speak: Translator) -> Row | None:
    if row is None:
        return None
    key, value = row["key"] or "", row["value"]
    words = name_options(key, speak)
    parts = None if value is None else ", ".join(words.get(one, one) for one in value.split(", "))
    return {"key": _name(key, speak), "value": parts}


def _name(key: str, speak: Translator) -> str:
    section, _, rest = key.partition(".")
    label = find_label(key, speak)
    if section not in NUMBERED:
        return label
    return speak.say(SECTIONS[section](number=int(rest.partition(".")[0]), field=label))

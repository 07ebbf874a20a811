"""The document of hotline.toml as it is sent, as JSON or as TOML: a plan that has no more than that yet."""

from __future__ import annotations

import json
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, NoReturn

from pydantic_core import from_json

from wfm.errors import Fault, PlanError
from wfm.message import Text
from wfm.tables.file_names import HOTLINE, HOTLINE_FILE
from wfm.tables.plan_files import parse_file
from wfm.tables.plan_reading import PlanReading, bare_plan
from wfm.tables.raw_table import RawTable, UnusableTableError
from wfm.tables.settings import tree_settings

JSON_OBJECT = Text("fault.json_object", "an object in JSON with the sections of hotline.toml: {reason}")
MOST_BYTES = 512 * 1024


def read_json_hotline(content: bytes) -> PlanReading:
    """Read the document as JSON: sections are objects, those that may stand several times lists of them.

    Raises
    ------
    PlanError
        With every fault found.
    """
    try:
        return bare_plan(tree_settings(HOTLINE, _tree(content)))
    except UnusableTableError as unusable:
        raise PlanError([unusable.fault]) from unusable


def read_toml_hotline(content: bytes) -> PlanReading:
    """Read the document as it stands in a plan folder.

    Raises
    ------
    PlanError
        With every fault found.
    """
    try:
        read = parse_file(HOTLINE_FILE, content)
    except UnusableTableError as unusable:
        raise PlanError([unusable.fault]) from unusable
    assert not isinstance(read, RawTable)
    return bare_plan(read)


def _tree(content: bytes) -> dict[str, Any]:
    if len(content) > MOST_BYTES:
        _refuse(f"at most {MOST_BYTES >> 10} kB")
    try:
        from_json(content, allow_inf_nan=False)  # strict: no half letters, nothing nested too deeply
        found = json.loads(content, parse_float=Decimal, object_pairs_hook=_refuse_repeated)
    except ArithmeticError:
        _refuse("a number is too large")
    except (ValueError, RecursionError) as error:
        _refuse(str(error))
    if not isinstance(found, dict):
        _refuse(type(found).__name__)
    return found


def _refuse_repeated(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise ValueError(f"{key[:40]!r} stands twice")
        found[key] = value
    return found


def _refuse(reason: str) -> NoReturn:
    raise PlanError([Fault(HOTLINE, None, "", "", JSON_OBJECT(reason=reason))])

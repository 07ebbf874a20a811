"""What a child answers comes through as it was, and runs nothing."""

from __future__ import annotations

import io
import json
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wfm.errors import Fault
from wfm.message import Text
from wfm.tables.confined.transport import from_bytes, read_frame, to_bytes, write_frame
from wfm.tables.raw_table import RawTable
from wfm.tables.settings import HotlineSettings, Setting

NESTED = Text("a.key", "a {what} of {n:number}", "many {what} of {n:number}")

moments = st.one_of(
    st.dates(), st.datetimes(), st.times(), st.timedeltas(), st.decimals(allow_nan=False), st.just(None)
)
cells = st.one_of(st.text(), st.integers(), st.floats(allow_nan=False), st.booleans(), moments)
values = st.recursive(
    cells, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3)
)


@given(st.lists(st.tuples(st.integers(1), st.lists(cells).map(tuple))).map(tuple))
def test_a_table_comes_through_as_it_was(rows: tuple[tuple[int, tuple[Any, ...]], ...]) -> None:
    table = RawTable(file="agents.csv", header=("a", None, 3.0), rows=rows, header_row=2)
    found = from_bytes(to_bytes(table))
    assert found == table
    assert [list(map(type, row)) for _, row in found.rows] == [list(map(type, row)) for _, row in rows]


def test_no_line_holds_more_rows_than_are_parsed_at_once() -> None:
    table = RawTable(file="agents.csv", header=("a",), rows=tuple((n, (f"{n}\n",)) for n in range(2, 1203)))
    written = to_bytes([table, table])
    head, *lines = written.split(b"\n")
    assert [len(json.loads(line)) for line in lines] == [500, 500, 201] * 2
    assert len(head) < 500
    assert from_bytes(written) == [table, table]


@given(values)
def test_settings_come_through_as_they_were(value: Any) -> None:
    one = Setting("a.b", value)
    fault = Fault("f", 2, "a", "x", NESTED(what=("x", NESTED(what="y", n=2)), n=1))
    settings = HotlineSettings(file="hotline.toml", by_key={"a.b": one}, typed=True, faults=(fault,))
    assert from_bytes(to_bytes(settings)) == settings


@pytest.mark.parametrize("mark", ["Fault", "dict", "__import__"])
def test_a_table_of_somebody_else_s_is_never_taken_for_one_of_our_marks(mark: str) -> None:
    hostile = {"$": mark, "of": ["a", 1, "b", "c", "d"]}
    settings = HotlineSettings(file="f", by_key={"a": Setting("a", [hostile, 1])}, typed=True)
    assert from_bytes(to_bytes(settings)).by_key["a"].value == [hostile, 1]


@pytest.mark.parametrize("content", [b"", b"{", b'{"$":"nothing"}', b'{"$":"Fault","of":[1]}', b"[" * 99_999])
def test_what_is_no_answer_is_refused(content: bytes) -> None:
    with pytest.raises(ValueError, match=r"^no answer$"):
        from_bytes(content)


def test_a_type_that_is_not_known_is_not_written() -> None:
    with pytest.raises(TypeError):
        to_bytes({"a": object()})


@pytest.mark.parametrize(
    "moment", [date(2027, 1, 4), datetime(1904, 1, 1, 0, 0, 1), time(8), timedelta(1, 2, 3)]
)
def test_moments_keep_their_type(moment: Any) -> None:
    assert from_bytes(to_bytes([moment, Decimal("1.50")])) == [moment, Decimal("1.50")]


def test_frames_follow_each_other_and_half_a_frame_is_none() -> None:
    stream = io.BytesIO()
    write_frame(stream, b"one")
    write_frame(stream, b"")
    whole = stream.getvalue()
    read = io.BytesIO(whole + whole[:9])
    assert [read_frame(read) for _ in range(4)] == [b"one", b"", None, None]

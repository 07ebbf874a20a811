"""One event is one line, whoever chose its values; what others log is ours to form."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.logs import LONGEST, UNSEEN, Form, configure, log

HOSTILE = 'a\r\n{"event": "forged"}\n\x1b[2J\x00\x9b\u2028\u2029\u202e\ud800'


@pytest.fixture(autouse=True)
def _as_it_was() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    logging.captureWarnings(False)
    root.handlers[:] = handlers
    root.setLevel(level)


def logged(form: Form, level: str = "info", **values: Any) -> str:
    stream = io.StringIO()
    configure(level, form, stream)
    log().info("event", **values)
    return stream.getvalue()


@given(st.text())
def test_a_value_stays_in_its_line_and_in_its_field(text: str) -> None:
    line = logged("json", value=text)
    assert line.count("\n") == 1
    assert not UNSEEN.search(line.rstrip("\n"))
    told = json.loads(line)
    assert set(told) == {"timestamp", "level", "event", "value"}
    if not UNSEEN.search(text):
        assert told["value"] == text[:LONGEST]


@pytest.mark.parametrize("form", ["json", "people"])
@pytest.mark.parametrize(
    "values", [{"v": HOSTILE}, {HOSTILE: 1}, {"v": [HOSTILE]}, {"v": {HOSTILE: HOSTILE}}]
)
def test_nothing_forges_a_line_or_steers_a_terminal(form: Form, values: dict[str, Any]) -> None:
    line = logged(form, **values)
    assert line.count("\n") == 1
    assert line.endswith("\n")
    assert not UNSEEN.search(line.rstrip("\n"))


def test_an_endless_value_ends() -> None:
    assert len(logged("json", value="x" * 10 * LONGEST)) < 2 * LONGEST


def test_what_is_beneath_the_level_is_not_logged() -> None:
    assert logged("json", "info") != ""
    assert logged("json", "warning") == ""


@pytest.mark.parametrize("form", ["json", "people"])
def test_others_are_heard_from_warning_on_in_our_form(form: Form) -> None:
    stream = io.StringIO()
    configure("debug", form, stream)
    other = logging.getLogger("somebody.else")
    other.info("asked for %s", "/feeds/secret.ics")
    assert stream.getvalue() == ""
    other.warning("careful\n%s", HOSTILE)
    assert stream.getvalue().count("\n") == 1
    assert "somebody.else" in stream.getvalue()


@pytest.mark.parametrize("form", ["json", "people"])
def test_an_exception_is_told_by_kind_and_place(form: Form) -> None:
    stream = io.StringIO()
    configure("info", form, stream)
    for speaker in (log(), logging.getLogger("somebody.else")):
        try:
            try:
                raise KeyError("kanarie")
            except KeyError as error:
                raise ExceptionGroup("kanarie", [ValueError("kanarie")]) from error
        except ExceptionGroup:
            speaker.error("failed", exc_info=True)
    lines = stream.getvalue().splitlines()
    assert len(lines) == 2
    for line in lines:
        assert "builtins.ExceptionGroup < builtins.ValueError" in line
        assert "test_an_exception_is_told_by_kind_and_place" in line
        assert "kanarie" not in line


def test_auto_is_json_where_it_is_no_terminal() -> None:
    assert json.loads(logged("auto"))["event"] == "event"
    assert not logged("people").startswith("{")

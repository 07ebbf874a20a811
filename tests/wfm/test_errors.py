"""Errors: a fault with its place; input errors carry them all."""

from __future__ import annotations

import pytest

from wfm.errors import Fault, InputError, OutputError, PlanError, RosterError, WfmError
from wfm.message import Text

EXPECTED = Text("test.expected", "a number above 0")()


def test_a_fault_says_where_it_stands_and_what_was_expected() -> None:
    assert str(Fault("agents.csv", 7, "fte", "-1", EXPECTED)) == (
        "agents.csv row 7 column fte: '-1'; expected a number above 0"
    )
    assert str(Fault("hotline.toml", None, "period", "", EXPECTED)) == (
        "hotline.toml column period: ''; expected a number above 0"
    )
    assert str(Fault("agents.csv", None, "", "", EXPECTED)) == "agents.csv: ''; expected a number above 0"


@pytest.mark.parametrize("kind", [PlanError, RosterError])
def test_faulty_input_lists_every_fault(kind: type[InputError]) -> None:
    faults = [Fault("agents.csv", row, "fte", "-1", EXPECTED) for row in (2, 3)]
    error = kind(iter(faults))
    assert error.faults == tuple(faults)
    assert str(error).splitlines() == [str(fault) for fault in faults]
    assert isinstance(error, WfmError)


def test_an_output_error_keeps_its_message() -> None:
    error = OutputError(EXPECTED)
    assert error.message is EXPECTED
    assert str(error) == "a number above 0"
    assert isinstance(error, WfmError)

"""Messages: a key and parameters, plain English for a developer, translation left to the edge."""

from __future__ import annotations

from wfm.message import Plural, Text

HELLO = Text("test.hello", "{agent} sits from {first:date}; holders: {codes:list}")
COUNT = Plural("test.count", "{n:number} seat is empty", "{n:number} seats are empty")
OUTER = Text("test.outer", "in short: {inner}")


def test_a_text_is_filled_and_keeps_its_key() -> None:
    message = HELLO(agent="Randers 3", first="2027-01-04", codes=("mitid", "moving"))
    assert message.key == "test.hello"
    assert str(message) == "Randers 3 sits from 2027-01-04; holders: mitid, moving"


def test_one_is_singular_and_all_else_is_plural() -> None:
    assert [str(COUNT(n=number)) for number in (0, 1, 2)] == [
        "0 seats are empty",
        "1 seat is empty",
        "2 seats are empty",
    ]


def test_messages_stand_in_messages() -> None:
    assert str(OUTER(inner=COUNT(n=1))) == "in short: 1 seat is empty"
    assert str(Text("test.many", "{all:list}")(all=(COUNT(n=1), "x"))) == "1 seat is empty, x"


def test_equal_messages_are_one_in_a_set() -> None:
    assert len({COUNT(n=1), COUNT(n=1), COUNT(n=2), OUTER(inner=COUNT(n=1))}) == 3
    assert HELLO() == HELLO()
    assert HELLO(agent="a") != HELLO(agent="b")


def test_a_brace_in_a_value_does_no_harm() -> None:
    assert str(OUTER(inner="{agent}")) == "in short: {agent}"

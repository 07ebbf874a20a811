"""Documents: what programs send and read; every figure is that of the objects, in both languages."""

from __future__ import annotations

import csv
import json
from io import StringIO
from itertools import chain
from typing import Any

import pytest
from hypothesis import given, settings
from pydantic import ValidationError

from api.editing.changes import ChangeError, Locking, Move, Unlocking, changed, tried
from api.editing.difference import difference
from api.editing.json import ChangesIn, changed_answer
from api.editing.json_difference import DifferenceAnswer, difference_answer
from api.editing.notice import short_notice
from api.outputs.csv_tables import quota_text
from api.texts.translator import translator
from tests.api.editing.revising import Pair, pairs
from tests.api.editing.test_changes import MON, ONE, OTHER, PLAN, ROSTER, THREE

DA, EN = translator("da"), translator("en")


def asked(*changes: dict[str, Any]) -> ChangesIn:
    return ChangesIn.model_validate({"changes": list(changes)})


def test_changes_are_read() -> None:
    read = asked(
        {"kind": "move", "shift": MON, "leaves": "1-1", "joins": "1-3"},
        {"kind": "move", "shift": MON, "joins": "1-3"},
        {"kind": "lock", "shift": MON, "municipality": "1"},
        {"kind": "unlock", "shift": MON, "agent": "1-1"},
    )
    assert read.hand_changes() == (
        Move(MON, ONE, THREE),
        Move(MON, None, THREE),
        Locking(MON, PLAN.agent[ONE].municipality),
        Unlocking(MON, agent=ONE),
    )


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "swap", "shift": MON},
        {"kind": "move", "shift": "soon"},
        {"kind": "move", "shift": "2027-01-04T24:00"},
        {"kind": "move", "shift": MON, "leaves": ""},
        {"kind": "move", "shift": MON, "leaves": 1},
        {"kind": "move", "shift": MON, "agent": "1-1"},
        {"kind": "lock"},
    ],
)
def test_what_is_not_of_the_form_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        asked(change)


def test_no_change_and_too_many_are_refused() -> None:
    one = {"kind": "move", "shift": MON, "leaves": "1-1"}
    assert asked(*[one] * 500)
    for number in (0, 501):
        with pytest.raises(ValidationError):
            asked(*[one] * number)


def test_a_day_that_does_not_exist_is_a_fault_and_no_crash() -> None:
    read = asked(
        {"kind": "lock", "shift": "2027-02-31T08:00", "agent": "1-1"},
        {"kind": "unlock", "shift": "2027-02-31T08:00", "agent": "1-1"},
    )
    with pytest.raises(ChangeError, match="changes row 1 column shift") as refused:
        changed(PLAN, ROSTER, read.hand_changes())
    assert "changes row 2 column shift" in str(refused.value)


def test_an_answer_tells_the_score_and_what_comes_and_goes() -> None:
    answer = changed_answer(changed(PLAN, ROSTER, [Move(MON, leaves=ONE)]), DA)
    assert answer.allowed
    coverage = answer.score[0]
    assert (coverage.level, coverage.before, coverage.after) == ("coverage", 16, 17)
    assert coverage.sentence == "Dækning: 17, dårligere end 16"
    assert "1 plads er tom på vagten mandag 4. januar 2027 kl. 08.00" in [one.sentence for one in answer.come]


def test_an_answer_tells_why_it_is_refused() -> None:
    answer = changed_answer(tried(PLAN, ROSTER, [Move(MON, ONE, OTHER)]), EN)
    assert not answer.allowed
    assert [(one.rule, one.level) for one in answer.new_breaches] == [("pairing", "hard")]
    assert answer.new_breaches[0].params["shift"] == MON


@settings(max_examples=25)
@given(pairs())
def test_a_difference_is_told_whole(pair: Pair) -> None:
    found = difference(*pair)
    first = pair.before.plan.hotline.period.first_day
    for speak in DA, EN:
        answer = difference_answer(found, short_notice(found, first, 5), speak)
        assert DifferenceAnswer.model_validate_json(answer.model_dump_json()) == answer
        assert [one.person.agent for one in answer.agents] == [one.person.agent for one in found.agents]
        for told, one in zip(answer.agents, found.agents, strict=True):
            assert len(told.sentences) == len(one.left) + len(one.joined) - len(one.moved) + len(one.retimed)
        said = [one.sentences for one in answer.shifts] + [one.sentences for one in answer.short_notice]
        assert all(chain.from_iterable(said))


@settings(max_examples=25)
@given(pairs())
def test_figures_are_those_of_the_quota_table(pair: Pair) -> None:
    answer = difference_answer(difference(*pair), (), EN)
    tables = [
        {row["municipality"]: row for row in csv.DictReader(StringIO(quota_text(one.plan, one.roster)))}
        for one in pair
    ]
    for told in answer.municipalities:
        for figures, rows in zip((told.before, told.after), tables, strict=True):
            row = rows.get(told.municipality)
            assert (figures is None) == (row is None)
            if figures is not None and row is not None:
                document = json.loads(figures.model_dump_json())
                assert {key: str(value) for key, value in document.items()} == {
                    key: row[key] for key in document
                }

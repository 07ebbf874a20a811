"""The page on access says of every role what the code allows it."""

from __future__ import annotations

import re

import pytest

from api.access.permissions import OF_ROLE, Permission
from api.access.roles import Role
from api.texts.translator import translator
from tests.docs.pages import text_of
from wfm.tables.columns import AVAILABILITY

PART = text_of("access.md").split("## What each role may do")[1].split("\n## ")[0]
HEADING, _, *ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in PART.splitlines()
    if line.startswith("|")
]


def test_every_role_and_every_permission_is_told() -> None:
    assert set(HEADING[1:]) == {role.value for role in Role}
    told = [re.findall(r"^`(\w+)`", row[0]) for row in ROWS]
    assert told == [[permission.value] for permission in Permission]


@pytest.mark.parametrize("role", Role)
def test_a_role_may_do_what_the_page_says(role: Role) -> None:
    column = HEADING.index(role.value)
    allowed = {permission for permission, row in zip(Permission, ROWS, strict=True) if row[column] == "yes"}
    assert allowed == OF_ROLE[role]


def test_of_notes_one_thing_is_said_everywhere() -> None:
    note = next(column for column in AVAILABILITY.columns if column.name == "note")
    said = "not even coordinators see"
    assert said in str(note.explains())
    assert said in text_of("plan-folder.md")
    assert said in text_of("access.md")
    assert "end ikke koordinatorer" in translator("da").say(note.explains())
    assert "end ikke koordinatorer" in text_of("da/planmappe.md")

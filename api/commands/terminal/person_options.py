"""Options by which it is said who an agent of a plan is, where an id alone does not tell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from api.commands.terminal.options import help_text
from wfm.message import Text

if TYPE_CHECKING:
    from api.plans.person_answers import PersonAnswers

SAME_PERSON = Text(
    "option.same_person",
    "Id of an agent who is the person known by it, in spite of another name, e-mail or municipality; all for "
    "everybody of whom that is asked. Can be given several times.",
)
NEW_PERSON = Text(
    "option.new_person",
    "Id of an agent who is somebody new: role, account and calendars stay with whoever had the id. Can be "
    "given several times.",
)
RENUMBERED = Text(
    "option.renumbered",
    "Id until now and id from now on of the same person, such as 751-01=751-09: role, account and calendars "
    "go along; all for everybody of whom that is asked. Can be given several times.",
)

SamePersons = Annotated[
    list[str] | None,
    typer.Option("--same-person", metavar="ID", help=help_text(SAME_PERSON()), show_default=False),
]
NewPersons = Annotated[
    list[str] | None,
    typer.Option("--new-person", metavar="ID", help=help_text(NEW_PERSON()), show_default=False),
]
Renumbered = Annotated[
    list[str] | None,
    typer.Option("--renumbered", metavar="OLD=NEW", help=help_text(RENUMBERED()), show_default=False),
]


def read_answers(
    same: list[str] | None, new: list[str] | None, renumbered: list[str] | None
) -> PersonAnswers:
    """Return what was answered.

    Raises
    ------
    PlanError
        Where a pair is none, or one agent has two answers.
    """
    from api.plans import person_answers

    return person_answers.read_answers(same or (), new or (), renumbered or ())

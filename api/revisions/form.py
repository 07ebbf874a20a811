"""What forms that edit a plan carry besides: the revision that their author saw, who is who, and a note."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from api.access.ids import RevisionNumber
from api.plans.person_answers import PersonAnswers, read_answers
from api.web.pages.sent_form import PageForm, read_form
from wfm.tables.naming import plain

LONGEST_NOTE = 2000
RENUMBERED = "renumbered="
PERSON = "person-"
"""Fields that say who an agent is: `same`, `new`, or `renumbered=` and the id until now."""


class SentForm(PageForm):
    """A form of a plan as it was sent."""

    @property
    def expected(self) -> RevisionNumber:
        """The number of the revision that the page showed; a form without one is answered with 422."""
        return RevisionNumber(self.number("expected"))

    @property
    def note(self) -> str:
        """What the author says to it."""
        return plain(self.text("note"))[:LONGEST_NOTE]

    @property
    def keeps(self) -> bool:
        """Whether it was looked at before, and is to be kept now."""
        return self.text("step") == "save"

    @property
    def answers(self) -> PersonAnswers:
        """Who is who, as the author says."""
        said = {name.removeprefix(PERSON): self.text(name) for name in self.fields if name.startswith(PERSON)}
        return read_answers(
            [agent for agent, value in said.items() if value == "same"],
            [agent for agent, value in said.items() if value == "new"],
            [f"{value.removeprefix(RENUMBERED)}={one}" for one, value in said.items() if RENUMBERED in value],
        )


async def read_plan_form(request: Request) -> SentForm:
    """Read a form and the file that came along."""
    form = await read_form(request)
    return SentForm(form.fields, form.file)


CurrentForm = Annotated[SentForm, Depends(read_plan_form)]

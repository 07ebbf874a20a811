"""Documents of collections, answers and requests."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date as Date
from datetime import datetime
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, model_validator

from api.availability.busy_times import BusyTimes
from api.availability.change_requests import PlacedRequest
from api.availability.collection import PersonStatus, Reminder
from api.availability.deadline import is_on_any_clock
from api.availability.place import CollectionPlace
from api.availability.records.answers import AnswerRecord
from api.availability.records.collections import Stage
from api.availability.records.requests import RequestState
from api.availability.service import PersonAnswer
from api.plans.uploads.tables import SentRow
from api.texts.translator import Translator
from api.web.json.operations import sends
from api.web.json.problem import FaultView
from api.web.json.requests import NoteText
from api.web.store_problems import fault_told
from wfm.availability import ALL_DAYS, Entry, EntryKind
from wfm.calendar import DAY_MINUTES, WEEKDAYS, clock
from wfm.errors import Fault
from wfm.hotline import Approval

ACCOUNT = "3f0c7f5f1f0e4c0b9a1d2e3f40516273"
ENTRY = {"kind": "unavailable", "first_day": "2027-02-15", "last_day": "2027-02-19"}
MOST_ENTRIES = 1_000

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
Moment = Annotated[str, Field(pattern="^([01][0-9]|2[0-3]):[0-5][0-9]$|^24:00$")]


def _on_any_clock(moment: datetime) -> datetime:
    """Refuse moments so near the ends of the calendar that no clock of a zone shows them."""
    if not is_on_any_clock(moment):
        raise ValueError("a moment between the years 2000 and 2999")
    return moment


Instant = Annotated[AwareDatetime, AfterValidator(_on_any_clock)]


class EntryView(BaseModel):
    """When somebody can't sit, would rather not, or would like to."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True, serialize_by_alias=True)

    kind: EntryKind = Field(description="What is said.", examples=["unavailable"])
    first_day: Date = Field(description="First day.", examples=["2027-02-15"])
    last_day: Date = Field(description="Last day, inclusive.", examples=["2027-02-19"])
    days: list[Weekday] | None = Field(
        default=None, description="Days of the week; null is every day.", examples=[["mon", "wed"]]
    )
    start: Moment | None = Field(
        default=None,
        alias="from",
        description="Local time from which it holds; null is the day's start.",
        examples=["08:00"],
    )
    end: Moment | None = Field(
        default=None,
        alias="to",
        description="Local time until which it holds; null is the day's end.",
        examples=["11:00"],
    )
    note: NoteText = Field(
        default="",
        description="For the agent and the leader alone: it stays in the municipality. Nobody asks for a "
        "reason.",
        examples=[""],
    )

    def row(self) -> SentRow:
        """Return it as a row of the table."""
        return {
            "kind": self.kind.value,
            "first_day": self.first_day.isoformat(),
            "last_day": self.last_day.isoformat(),
            "days": "|".join(self.days) if self.days else None,
            "from": self.start,
            "to": self.end,
            "note": self.note or None,
        }


def entry_view(entry: Entry) -> EntryView:
    """Return an entry as a document."""
    days = None if entry.days == ALL_DAYS else [WEEKDAYS[day] for day in sorted(entry.days)]
    return EntryView.model_validate(
        {
            "kind": entry.kind,
            "first_day": entry.first_day,
            "last_day": entry.last_day,
            "days": days,
            "from": clock(entry.span.start) if entry.span.start else None,
            "to": None if entry.span.end == DAY_MINUTES else clock(entry.span.end),
            "note": entry.note,
        }
    )


Entries = Annotated[
    list[EntryView],
    Field(description="All that the agent says.", examples=[[ENTRY]], max_length=MOST_ENTRIES),
]


@sends
class SentAnswer(BaseModel):
    """What an agent says, instead of all that was said before."""

    model_config = ConfigDict(extra="forbid")

    entries: Entries
    answered: bool = Field(
        default=True,
        description="Whether that is all: then the agent counts as having answered.",
        examples=[True],
    )


@sends
class SentRequest(BaseModel):
    """What an agent is to say instead, after the deadline. No reason is asked for."""

    model_config = ConfigDict(extra="forbid")

    entries: Entries


@sends
class SentCollection(BaseModel):
    """From when until when people are asked."""

    model_config = ConfigDict(extra="forbid")

    opens: Instant | None = Field(
        default=None,
        description="From when on people can answer; left out, at once, or as it was.",
        examples=["2026-11-01T08:00:00Z"],
    )
    closes: Instant = Field(description="Until when.", examples=["2026-11-22T23:00:00Z"])
    note: NoteText = Field(
        default="", description="Told to everybody who is asked.", examples=["Call us about Easter."]
    )

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.opens is not None and self.opens >= self.closes:
            raise ValueError("closes must be later than opens")
        return self


class AnswerStatus(BaseModel):
    """Whether somebody has answered."""

    agent: str = Field(description="Id in the plan.", examples=["751-01"])
    municipality: str = Field(description="Code.", examples=["751"])
    answered_at: datetime | None = Field(
        description="When they were done, in UTC; null while they are not.", examples=["2026-11-03T09:12:00Z"]
    )
    by: str | None = Field(
        description="Account that last wrote to it; null where none did.", examples=[ACCOUNT]
    )
    confirmed_at: datetime | None = Field(
        description="When it was confirmed, where the hotline asks for that.", examples=[None]
    )


class CollectionAnswer(BaseModel):
    """What is asked of the people of a plan, and who has answered."""

    plan: Date = Field(description="First day of the plan.", examples=["2027-01-04"])
    stage: Stage = Field(description="How far it is.", examples=["open"])
    opens: datetime | None = Field(
        description="From when on, in UTC; null where nobody is asked.", examples=["2026-11-01T08:00:00Z"]
    )
    closes: datetime | None = Field(description="Until when, in UTC.", examples=["2026-11-22T23:00:00Z"])
    note: str = Field(description="What the coordinator says to it.", examples=[""])
    approval: Approval = Field(description="Who confirms answers.", examples=["none"])
    reminded_at: datetime | None = Field(
        description="When those who had not answered were last reminded.", examples=[None]
    )
    answers: list[AnswerStatus] = Field(
        description="Of those whom the caller sees: oneself, one's own municipality, everybody.",
        examples=[[{"agent": "751-01", "municipality": "751", "answered_at": None, "by": None}]],
    )


class AnswerView(AnswerStatus):
    """What somebody says."""

    plan: Date = Field(description="First day of the plan.", examples=["2027-01-04"])
    revision: int = Field(description="Number of the plan's revision.", examples=[7], ge=1)
    entries: list[EntryView] = Field(
        description="All that they say; notes only to themselves and their leader.", examples=[[ENTRY]]
    )
    notices: list[FaultView] = Field(description="What to know of rows that were sent.", examples=[[]])


class BusyTimesAnswer(BaseModel):
    """What a calendar comes to; nothing of it is kept, and nobody's availability is changed."""

    shifts: list[str] = Field(
        description="Shifts during which its owner is busy.", examples=[["2027-01-05T08:00"]]
    )
    entries: list[EntryView] = Field(description="The same as entries.", examples=[[ENTRY]])
    notices: list[str] = Field(
        description="What is to be known of the calendar, in the caller's language.", examples=[[]]
    )


class RequestView(BaseModel):
    """A request for a change after the deadline."""

    id: str = Field(description="Random id.", examples=[ACCOUNT])
    agent: str = Field(description="Id in the plan.", examples=["751-01"])
    municipality: str = Field(description="Code.", examples=["751"])
    state: RequestState = Field(description="What became of it.", examples=["open"])
    at: datetime = Field(description="When it was made, in UTC.", examples=["2026-11-25T09:12:00Z"])
    by: str | None = Field(description="Account that made it.", examples=[ACCOUNT])
    decided_at: datetime | None = Field(description="When it was decided.", examples=[None])
    decided_by: str | None = Field(description="Account that decided it.", examples=[None])
    entries: list[EntryView] = Field(
        description="What is to be said; notes as with answers.", examples=[[ENTRY]]
    )


class RequestsAnswer(BaseModel):
    """Requests of those whom the caller sees, the newest first."""

    plan: Date = Field(description="First day of the plan.", examples=["2027-01-04"])
    requests: list[RequestView] = Field(description="The requests.", examples=[[]])


class ReminderAnswer(BaseModel):
    """Who gets a mail."""

    agents: int = Field(description="Agents who have not answered, by their accounts.", examples=[12], ge=0)
    leaders: int = Field(
        description="Leaders of those who have not answered and have no account.", examples=[3], ge=0
    )
    unreachable: int = Field(
        description="People with neither an account nor a leader who has one.", examples=[1], ge=0
    )


def collection_answer(place: CollectionPlace, statuses: Iterable[PersonStatus]) -> CollectionAnswer:
    """Return a collection as the caller sees it."""
    kept = place.collection
    return CollectionAnswer(
        plan=place.plan.first_day,
        stage=place.stage,
        opens=None if kept is None else kept.opens,
        closes=None if kept is None else kept.closes,
        note="" if kept is None else kept.note,
        approval=place.stored.hotline().approval,
        reminded_at=None if kept is None else kept.reminded_at,
        answers=[
            AnswerStatus(**_status(one.who.agent, one.who.municipality, one.answer)) for one in statuses
        ],
    )


def answer_view(place: CollectionPlace, found: PersonAnswer, notices: Sequence[Fault] = ()) -> AnswerView:
    """Return what somebody says, as far as the caller reads it."""
    entries = [entry_view(entry) for entry in found.entries]
    if not place.sees_notes(found.who):
        entries = [entry.model_copy(update={"note": ""}) for entry in entries]
    return AnswerView(
        plan=place.plan.first_day,
        revision=found.revision.number,
        entries=entries,
        notices=[FaultView(**fault_told(notice, place.speak)) for notice in notices],
        **_status(found.who.agent, found.who.municipality, found.answer),
    )


def _status(agent: str, municipality: str, answer: AnswerRecord | None) -> dict[str, Any]:
    return {
        "agent": agent,
        "municipality": municipality,
        "answered_at": None if answer is None else answer.answered_at,
        "by": None if answer is None else answer.author,
        "confirmed_at": None if answer is None else answer.confirmed_at,
    }


def busy_times_answer(found: BusyTimes, speak: Translator) -> BusyTimesAnswer:
    """Return what a calendar comes to."""
    return BusyTimesAnswer(
        shifts=list(found.shifts),
        entries=[entry_view(entry) for entry in found.entries],
        notices=[speak.sentence(notice) for notice in found.notices],
    )


def request_view(placed: PlacedRequest) -> RequestView:
    """Return a request as the caller sees it."""
    made = placed.request
    return RequestView(
        id=made.id,
        agent=placed.who.agent,
        municipality=placed.who.municipality,
        state=made.state,
        at=made.at,
        by=made.author,
        decided_at=made.decided_at,
        decided_by=made.decided_by,
        entries=[entry_view(entry) for entry in placed.after],
    )


def reminder_answer(told: Reminder) -> ReminderAnswer:
    """Return who gets a mail."""
    return ReminderAnswer(agents=told.agents, leaders=told.leaders, unreachable=told.unreachable)

"""Edits of a plan as documents: what is sent, and what comes of it."""

from __future__ import annotations

from datetime import date as Date
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from api.access.ids import RevisionNumber
from api.plans.edits import CompetenceEdit, DayEdit, PasteEdit, PlanEdit, RestoreEdit, RowEdit, SettingEdit
from api.plans.preview import EditPreview, QuotaChange
from api.plans.revision_schemas import TableDifferenceView, table_differences
from api.plans.scenario_edit import ScenarioEdit
from api.plans.schemas import RevisionView
from api.plans.table_schemas import TableName
from api.web.json.operations import sends
from api.web.json.problem import FaultView
from api.web.json.requests import NoteText
from wfm.rounding import half_up
from wfm.scenario.edits import ScenarioEdits

LONGEST_TEXT = 2_000_000
Text = Annotated[str, Field(max_length=10_000)]
Name = Annotated[str, Field(max_length=200)]
SentRow = dict[Name, Text | None]
JOIN: Any = Field(
    default=[],
    description="Who joins and staffs, as CODE:NAME:POPULATION or CODE:NAME:POPULATION:AGENTS.",
    examples=[["671:Struer:21846:4"]],
    max_length=100,
)
LEAVE: Any = Field(default=[], description="Codes of who leaves.", examples=[["860"]], max_length=200)
SET: Any = Field(
    default=[],
    description="KEY=VALUE: a dotted key of hotline.toml, or a cell of the table of municipalities; "
    "municipality.CODE.staffs says whether one staffs or pays instead.",
    examples=[["quota.method=dhondt", "municipality.825.min_shifts=3"]],
    max_length=1000,
)
"""Lists of a scenario, wherever one is sent."""


class _Edit(BaseModel):
    model_config = ConfigDict(extra="forbid")


class SentRowEdit(_Edit):
    """One row comes (no before), changes, or goes (no after)."""

    kind: Literal["row"] = Field(description="Which kind of edit.", examples=["row"])
    table: TableName = Field(description="Which table.", examples=["locks"])
    before: SentRow | None = Field(
        default=None, description="The row as it was read.", examples=[{"date": "2027-01-05"}]
    )
    after: SentRow | None = Field(
        default=None, description="The row as it is to be.", examples=[{"date": "2027-01-06"}]
    )


class SentPasteEdit(_Edit):
    """Rows as a spreadsheet copies them, or as CSV."""

    kind: Literal["paste"] = Field(description="Which kind of edit.", examples=["paste"])
    table: TableName = Field(description="Which table.", examples=["agents"])
    text: str = Field(
        description="The first row names the columns, in Danish or English.",
        examples=["medarbejder\tnavn\tkommunekode\n751-09\tAarhus 9\t751\n"],
        max_length=LONGEST_TEXT,
    )
    mode: Literal["add", "replace"] = Field(
        default="add",
        description="add: beside the rows that are there, in the place of those of the same key; replace: "
        "in the place of all.",
        examples=["add"],
    )


class SentDayEdit(_Edit):
    """Days that close, with their locks and other numbers of seats, and days that open."""

    kind: Literal["days"] = Field(description="Which kind of edit.", examples=["days"])
    close: list[Date] = Field(
        default=[], description="Days that close.", examples=[["2027-05-07"]], max_length=1500
    )
    open: list[Date] = Field(
        default=[],
        description="Days that open, or stay open although somebody had to decide on them.",
        examples=[["2027-06-05"]],
        max_length=1500,
    )


class SentSettingEdit(_Edit):
    """Settings of the hotline."""

    kind: Literal["settings"] = Field(description="Which kind of edit.", examples=["settings"])
    changes: dict[Name, Text] = Field(
        description="Text by dotted key; a blank one leaves the key out, so that its default holds.",
        examples=[{"limits.shifts_per_week": "2"}],
        max_length=1000,
    )


class CompetenceChange(_Edit):
    """An agent is given a competence, or no longer has it."""

    agent: Name = Field(description="Id.", examples=["751-01"])
    competence: Name = Field(description="Code.", examples=["digital_post"])
    holds: bool = Field(description="Whether the agent has it from now on.", examples=[True])


class SentCompetenceEdit(_Edit):
    """Competences of agents."""

    kind: Literal["competences"] = Field(description="Which kind of edit.", examples=["competences"])
    changes: list[CompetenceChange] = Field(
        description="What changes.",
        examples=[[{"agent": "751-01", "competence": "digital_post", "holds": True}]],
        max_length=20_000,
    )


class SentScenarioEdit(_Edit):
    """Municipalities that join or leave, and what is set otherwise, as in a scenario."""

    kind: Literal["scenario"] = Field(description="Which kind of edit.", examples=["scenario"])
    join: list[Text] = JOIN
    leave: list[Name] = LEAVE
    set: list[Text] = SET


class SentRestoreEdit(_Edit):
    """An earlier revision is to be the newest again."""

    kind: Literal["restore"] = Field(description="Which kind of edit.", examples=["restore"])
    number: int = Field(description="Of that revision.", examples=[6], ge=1, le=999_999_999)


SentEdit = Annotated[
    SentRowEdit
    | SentPasteEdit
    | SentDayEdit
    | SentSettingEdit
    | SentCompetenceEdit
    | SentScenarioEdit
    | SentRestoreEdit,
    Field(discriminator="kind"),
]
EDITS: TypeAdapter[SentEdit] = TypeAdapter(SentEdit)


@sends
class SentEdits(BaseModel):
    """An edit, to be looked at or kept."""

    model_config = ConfigDict(extra="forbid")

    edit: SentEdit = Field(
        description="What is to be done.", examples=[{"kind": "days", "close": ["2027-05-07"]}]
    )
    preview: bool = Field(
        default=False,
        description="Whether to tell only what would come of it, and keep nothing.",
        examples=[True],
    )
    note: NoteText = Field(
        default="", description="What the author says to it.", examples=["Closed for a move"]
    )


class Pair(BaseModel):
    """A number before and after."""

    before: int = Field(description="Before.", examples=[244])
    after: int = Field(description="Afterwards.", examples=[240])


class QuotaChangeView(BaseModel):
    """A municipality's quota before and after; null where it does not staff."""

    municipality: str = Field(description="Code.", examples=["751"])
    name: str = Field(description="Name.", examples=["Aarhus"])
    share_before: str | None = Field(description="Part of the citizens, 6 decimals.", examples=["0.123456"])
    share: str | None = Field(description="The same afterwards.", examples=["0.120000"])
    target_before: int | None = Field(description="Target in units.", examples=[30])
    target: int | None = Field(description="The same afterwards.", examples=[29])
    seats_before: str | None = Field(description="Target in seats, 4 decimals.", examples=["60.0000"])
    seats: str | None = Field(description="The same afterwards.", examples=["58.0000"])


class EditAnswer(BaseModel):
    """What came of an edit, or would come of it."""

    plan: Date = Field(description="First day of the plan.", examples=["2027-01-04"])
    revision: RevisionView | None = Field(
        description="The revision that was made; null where it was only looked at.",
        examples=[{"number": 8, "parent": 7}],
    )
    notices: list[FaultView] = Field(
        description="What was ignored or mended while reading.", examples=[[{"file": "agents", "row": 1}]]
    )
    tables: list[TableDifferenceView] = Field(
        description="Rows that differ, by table.", examples=[[{"table": "locks", "added": 1}]]
    )
    shifts: Pair = Field(description="Shifts of the period.", examples=[{"before": 244, "after": 240}])
    seats: Pair = Field(description="Seats of the period.", examples=[{"before": 488, "after": 480}])
    quotas: list[QuotaChangeView] = Field(
        description="Every municipality that staffs, before or afterwards.",
        examples=[[{"municipality": "751", "target_before": 30, "target": 29}]],
    )


def plan_edit(sent: SentEdit) -> PlanEdit:
    """Return an edit as it was sent."""
    match sent:
        case SentRowEdit():
            return RowEdit(sent.table.value, sent.before, sent.after)
        case SentPasteEdit():
            return PasteEdit(sent.table.value, sent.text, sent.mode)
        case SentDayEdit():
            return DayEdit(frozenset(sent.close), frozenset(sent.open))
        case SentSettingEdit():
            return SettingEdit(sent.changes)
        case SentCompetenceEdit():
            return CompetenceEdit({(one.agent, one.competence): one.holds for one in sent.changes})
        case SentScenarioEdit():
            return ScenarioEdit(ScenarioEdits(tuple(sent.join), tuple(sent.leave), tuple(sent.set)))
        case SentRestoreEdit():
            return RestoreEdit(RevisionNumber(sent.number))


def edit_answer(
    plan: Date, revision: RevisionView | None, preview: EditPreview, notices: list[FaultView]
) -> EditAnswer:
    """Return what comes of an edit."""
    before, after = preview.before, preview.after
    return EditAnswer(
        plan=plan,
        revision=revision,
        notices=notices,
        tables=table_differences(preview.tables),
        shifts=Pair(before=len(before.shifts), after=len(after.shifts)),
        seats=Pair(before=before.seats, after=after.seats),
        quotas=[_quota(change) for change in preview.quotas],
    )


def _quota(change: QuotaChange) -> QuotaChangeView:
    return QuotaChangeView(
        municipality=change.code,
        name=change.name,
        share_before=_rounded(change.share_before, 6),
        share=_rounded(change.share, 6),
        target_before=change.target_before,
        target=change.target,
        seats_before=_rounded(change.seats_before, 4),
        seats=_rounded(change.seats, 4),
    )


def _rounded(exact: Fraction | None, decimals: int) -> str | None:
    return None if exact is None else str(half_up(exact, decimals))

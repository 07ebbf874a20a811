"""Business cases as JSON: what is sent, what is kept, and what comes of it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from api.access.ids import CaseId
from api.cases.files.case_json import case_json, partners_json
from api.cases.reckoning import CaseOutcome
from api.cases.records.cases import KeptCase
from api.cases.service import CaseDraft, is_own
from api.plans.place import HotlinePlace
from api.plans.schemas import ACCOUNT, AT
from api.web.json.operations import sends
from api.web.json.problem import FaultView
from api.web.store_problems import fault_told
from wfm.tables.case_document import CaseDocument, document_from

ID = "3f0c7f5f1f0e4c0b9a1d2e3f40516273"
CellText = Annotated[str, StringConstraints(max_length=2000)]
TextTable = list[list[CellText]]
SETTINGS = {"name": "A shared phone line", "currency": "DKK", "discount_rate": "0.04"}
ITEM_ROWS = [["kind", "name", "2027", "2028"], ["cost", "Telephones", "650000", "87000"]]
KEY_ROWS = [["municipality", "name", "population"], ["825", "Læsø", "1809"]]
PRINTED_ROWS = [["kind", "2027", "2028"], ["cost", "650000", "87000"]]
FIGURES = {"effect": ["-650000.00", "-87000.00"], "payback": None, "present_value": "-733653.85"}
SPLIT = {"by": "population", "partners": [{"partner": "825", "total": "-737000.00"}]}


@sends
class SentCase(BaseModel):
    """A business case to be kept: the settings and tables of `wfm case`, each table a list of rows."""

    model_config = ConfigDict(extra="forbid")

    settings: dict[CellText, CellText] = Field(
        description="By dotted key, as in case.toml; `keys.NAME.PARTNER` is a weight.", examples=[SETTINGS]
    )
    items: TextTable = Field(
        description="Gains and costs, the first row headers.", examples=[ITEM_ROWS], max_length=1000
    )
    keys: TextTable = Field(
        default=[],
        description="Partners and distribution keys, the first row headers.",
        examples=[KEY_ROWS],
        max_length=1000,
    )
    printed: TextTable = Field(
        default=[],
        description="Figures printed elsewhere, the first row headers.",
        examples=[PRINTED_ROWS],
        max_length=1000,
    )
    shared: bool = Field(
        default=False, description="Whether all who see the hotline's figures see it.", examples=[True]
    )

    @property
    def draft(self) -> CaseDraft:
        """The same as it is kept."""
        return CaseDraft(
            document_from(self.settings.items(), self.items, self.keys, self.printed), self.shared
        )


class CaseView(BaseModel):
    """A business case as it is kept."""

    id: CaseId = Field(description="Random id.", examples=[ID])
    number: int = Field(description="Rises each time that it is changed.", examples=[1], ge=1)
    name: str = Field(description="What it is called.", examples=["A shared phone line"])
    shared: bool = Field(description="Whether others see it.", examples=[True])
    own: bool = Field(description="Whether it is the caller's to change.", examples=[True])
    by: str | None = Field(
        description="Account of its author, for those who plan and itself; null else.", examples=[ACCOUNT]
    )
    at: datetime = Field(description="When it was changed last, in UTC.", examples=[AT])


class CasesAnswer(BaseModel):
    """The business cases that the caller sees."""

    cases: list[CaseView] = Field(
        description="Those that were changed last first.", examples=[[{"id": ID, "name": "A shared line"}]]
    )


class CaseTablesView(BaseModel):
    """The tables of a business case as texts."""

    settings: dict[str, str] = Field(description="By dotted key.", examples=[SETTINGS])
    items: list[list[str]] = Field(description="Gains and costs.", examples=[ITEM_ROWS])
    keys: list[list[str]] = Field(description="Partners and distribution keys.", examples=[KEY_ROWS])
    printed: list[list[str]] = Field(description="Figures printed elsewhere.", examples=[PRINTED_ROWS])


class CaseAnswer(BaseModel):
    """A business case, and what comes of it."""

    case: CaseView = Field(description="As it is kept.", examples=[{"id": ID, "number": 1}])
    tables: CaseTablesView = Field(description="What it is made of.", examples=[{"settings": SETTINGS}])
    figures: dict[str, Any] = Field(description="What `wfm case --json` prints.", examples=[FIGURES])
    splits: list[dict[str, Any]] = Field(
        description="Each partner's part by each key that was asked for.", examples=[[SPLIT]]
    )
    notices: list[FaultView] = Field(description="What was read with a doubt.", examples=[[]])


def case_view(place: HotlinePlace, kept: KeptCase) -> CaseView:
    """Return a business case as its reader may know it."""
    own = is_own(place, kept)
    return CaseView(
        id=kept.id,
        number=kept.number,
        name=kept.name,
        shared=kept.shared,
        own=own,
        by=kept.author if own or place.sees_drafts else None,
        at=kept.at,
    )


def case_answer(place: HotlinePlace, kept: KeptCase, found: CaseOutcome) -> CaseAnswer:
    """Return a business case and what comes of it."""
    speak = place.speak
    return CaseAnswer(
        case=case_view(place, kept),
        tables=_tables(kept.document),
        figures=case_json(found.figures, speak),
        splits=[{"by": one.text, "partners": list(partners_json(one.figures))} for one in found.splits],
        notices=[FaultView(**fault_told(one, speak)) for one in found.notices],
    )


def _tables(document: CaseDocument) -> CaseTablesView:
    return CaseTablesView(
        settings={row[0]: row[1] for row in document.settings},
        items=list(map(list, document.items)),
        keys=list(map(list, document.keys)),
        printed=list(map(list, document.printed)),
    )

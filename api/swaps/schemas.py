"""Documents of swaps."""

from __future__ import annotations

from datetime import date as Date
from datetime import datetime

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from api.desk.choice import Consequence
from api.desk.schemas import LevelRise
from api.replacements.schemas import Named, ShiftText
from api.swaps.consequences import weigh_swap
from api.swaps.kinds import SwapAction, SwapState
from api.swaps.options import SwapOption, SwapOptions
from api.swaps.proposal import SwapProposal
from api.swaps.records.swaps import SwapAsk
from api.swaps.shown import ShownSwap
from api.web.json.operations import sends
from wfm.finding import Level
from wfm.hotline import SwapApproval
from wfm.ids import AgentId, MunicipalityCode, ShiftId

ID = "3f0c7f5f1f0e4c0b9a1d2e3f40516273"
SHIFT, OTHER_SHIFT = "2027-01-14T08:00", "2027-01-15T11:00"
REFERENCE = "9a1d2e3f40516273"
GIVES = {"agent": "730-02", "shift": SHIFT}
SEAT = {**GIVES, "name": "Agent 2", "municipality": "730"}
PERSON = {"agent": "730-04", "name": "Agent 4", "municipality": "730"}
EFFECT = {"levels": [{"level": "quota", "rise": 0}], "quota": 0, "breaks": []}
MOST = 60
"""Ways that are told of, best first."""


class SentGiven(BaseModel):
    """A shift that its agent gives up."""

    model_config = ConfigDict(extra="forbid")

    agent: Named = Field(description="Whose shift it is: the caller.", examples=["730-02"])
    shift: ShiftText = Field(description="Local start of the shift.", examples=[SHIFT])


class SentTaken(BaseModel):
    """A shift that is taken for it."""

    model_config = ConfigDict(extra="forbid")

    agent: Named = Field(
        description="Whose shift it is: the id, or the reference of somebody who is not named.",
        examples=["730-04"],
    )
    shift: ShiftText = Field(description="Local start of the shift.", examples=[OTHER_SHIFT])


@sends
class SentSwap(BaseModel):
    """A shift that is put forward."""

    model_config = ConfigDict(extra="forbid")

    gives: SentGiven = Field(description="What is given up.", examples=[GIVES])
    takes: SentTaken | None = Field(
        default=None,
        description="What is taken for it; null where the shift is only handed over.",
        examples=[{"agent": "730-04", "shift": OTHER_SHIFT}],
    )
    agents: list[Named] | None = Field(
        default=None,
        description="Who is asked to take it over, by id or reference; null: whoever may. Null where shifts "
        "are exchanged.",
        examples=[["730-04"]],
        max_length=60,
    )
    expires_at: AwareDatetime | None = Field(
        default=None,
        description="Until when; null: fourteen days, and no longer than the first shift begins.",
        examples=["2027-01-13T06:00:00Z"],
    )

    def proposal(self) -> SwapProposal:
        """Return what is proposed."""
        return SwapProposal(
            agent=AgentId(self.gives.agent),
            shift=ShiftId(self.gives.shift),
            takes_agent=None if self.takes is None else self.takes.agent,
            takes_shift=None if self.takes is None else ShiftId(self.takes.shift),
            agents=self.agents,
            expires_at=self.expires_at,
        )


class SwapSeat(BaseModel):
    """A seat that changes hands."""

    agent: AgentId | None = Field(
        description="Who has it now; null but to themselves, to their leader and to planners.",
        examples=["730-02"],
    )
    name: str | None = Field(
        description="What they are called; null to those who do not see them by name yet.",
        examples=["Agent 2"],
    )
    municipality: MunicipalityCode = Field(description="Whose they are.", examples=["730"])
    shift: ShiftId = Field(description="Local start of the shift.", examples=[SHIFT])


class SwapPerson(BaseModel):
    """Somebody who is asked, or takes the shift."""

    agent: AgentId | None = Field(
        description="Who; null but to themselves, to their leader and to planners.", examples=["730-04"]
    )
    name: str | None = Field(
        description="What they are called; null to those who do not see them by name yet.",
        examples=["Agent 4"],
    )
    municipality: MunicipalityCode = Field(description="Whose they are.", examples=["730"])


class SwapEffect(BaseModel):
    """What it would do."""

    levels: list[LevelRise] = Field(
        description="What becomes of each level of the score.", examples=[[{"level": "quota", "rise": 0}]]
    )
    quota: int = Field(description="By how much the distance to the quotas rises.", examples=[0])
    breaks: list[str] = Field(
        description="Rules that it would break and that no roster may: then it can't be done.", examples=[[]]
    )


class SwapAnswer(BaseModel):
    """A swap, as far as the caller may know it."""

    id: str = Field(description="Random id.", examples=[ID])
    plan: Date = Field(description="First day of the plan.", examples=["2027-01-04"])
    gives: SwapSeat = Field(description="What is given up.", examples=[SEAT])
    takes: SwapSeat | None = Field(
        description="What is taken for it; null where the shift is only handed over.", examples=[None]
    )
    agents: list[SwapPerson] = Field(
        description="Who is asked: all of them to whoever proposed it and who answers for the seats, oneself "
        "to the others.",
        examples=[[PERSON]],
    )
    taker: SwapPerson | None = Field(description="Who has accepted; null: nobody yet.", examples=[None])
    state: SwapState = Field(description="How far it is.", examples=["proposed"])
    approval: SwapApproval = Field(
        description="Whose yes it needs besides (`swaps.approval`).", examples=["leader"]
    )
    approved: list[MunicipalityCode] = Field(
        description="Municipalities whose leaders have said it.", examples=[[]]
    )
    actions: list[SwapAction] = Field(
        description="What the caller can do with it now.", examples=[["accept"]]
    )
    effect: SwapEffect | None = Field(
        description="What it would do; null where it is over, or who takes it is not known.", examples=[None]
    )
    at: datetime = Field(description="When it was proposed.", examples=["2027-01-10T20:45:00Z"])
    expires_at: datetime = Field(description="Until when.", examples=["2027-01-14T07:00:00Z"])
    version: int | None = Field(
        description="Number of the roster version by which it was done; null where it is not.",
        examples=[None],
    )


class SwapsAnswer(BaseModel):
    """Swaps that are not long over."""

    swaps: list[SwapAnswer] = Field(
        description="Those that the caller knows of, by shift.", examples=[[{"id": ID}]]
    )


class SwapOptionView(BaseModel):
    """Somebody who may take the shift, with or without giving one for it."""

    reference: str = Field(
        description="By what they are named in a proposal; says nothing of who they are.",
        examples=[REFERENCE],
    )
    name: str | None = Field(
        description="What they are called; null where they are of another municipality.",
        examples=["Agent 4"],
    )
    municipality: MunicipalityCode = Field(description="Whose they are.", examples=["730"])
    takes: ShiftId | None = Field(
        description="The shift that they would give for it; null where they only take it over.",
        examples=[None],
    )
    effect: SwapEffect = Field(description="What it would make of the roster.", examples=[EFFECT])


class SwapOptionsAnswer(BaseModel):
    """What can be done with a shift of one's own."""

    shift: ShiftId = Field(description="Local start of the shift.", examples=[SHIFT])
    takers: list[SwapOptionView] = Field(
        description="Who may take it over, best first.", examples=[[{"name": "Agent 4"}]]
    )
    municipality: MunicipalityCode = Field(
        description="Whose people's shifts could be had for it.", examples=["730"]
    )
    exchanges: list[SwapOptionView] = Field(
        description="Those shifts, best first.", examples=[[{"name": "Agent 4", "takes": OTHER_SHIFT}]]
    )


def swap_answer(shown: ShownSwap, *, weighed: bool = True) -> SwapAnswer:
    """Return a swap as its reader may know it.

    Parameters
    ----------
    weighed
        Whether what it would do is told.
    """
    swap, taker, partner = shown.swap, shown.swap.taker_ask, shown.partner
    does = weigh_swap(shown) if weighed else None
    sees_all = shown.is_giver or bool(shown.led)
    asked = [ask for ask in swap.asks if sees_all or shown.is_self(ask.person)]
    takes = None
    if swap.takes_shift is not None and partner is not None:
        takes = SwapSeat(**_person(shown, partner).model_dump(), shift=swap.takes_shift)
    return SwapAnswer(
        id=swap.id,
        plan=shown.published.place.plan.first_day,
        gives=SwapSeat(
            **_person(shown, SwapAsk(swap.gives, swap.gives_municipality)).model_dump(),
            shift=swap.gives_shift,
        ),
        takes=takes,
        agents=[_person(shown, ask) for ask in asked],
        taker=None if taker is None else _person(shown, taker),
        state=shown.state,
        approval=swap.approval,
        approved=list(swap.approved),
        actions=list(shown.actions),
        effect=None if does is None else _effect(does),
        at=swap.at,
        expires_at=swap.expires_at,
        version=swap.version or None,
    )


def options_answer(found: SwapOptions) -> SwapOptionsAnswer:
    """Return what can be done with a shift, as the caller may know it."""
    return SwapOptionsAnswer(
        shift=found.shift.id,
        takers=[_option(found, one) for one in found.takers[:MOST]],
        municipality=found.municipality,
        exchanges=[_option(found, one) for one in found.exchanges[:MOST]],
    )


def _option(found: SwapOptions, one: SwapOption) -> SwapOptionView:
    return SwapOptionView(
        reference=one.reference,
        name=found.published.plan.labels[one.agent] if found.published.names(one.agent) else None,
        municipality=one.municipality,
        takes=None if one.takes is None else one.takes.id,
        effect=_effect(one.does),
    )


def _person(shown: ShownSwap, ask: SwapAsk) -> SwapPerson:
    agent, of = shown.agent(ask.person), shown.published
    known = agent is not None and (of.is_self(agent) or of.leads(ask.municipality))
    return SwapPerson(
        agent=agent if known else None,
        name=of.plan.labels[agent] if agent is not None and shown.names(ask.person) else None,
        municipality=ask.municipality,
    )


def _effect(does: Consequence) -> SwapEffect:
    levels = [LevelRise(level=level.value, rise=rise) for level, rise in does.levels.items()]
    broken = dict.fromkeys(one.rule for one in does.breaches)
    return SwapEffect(levels=levels, quota=does.levels.get(Level.QUOTA, 0), breaks=list(broken))

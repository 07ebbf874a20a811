"""wfm explain: why a roster is no better, why an agent has it so or no shift, what locks and wishes cost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from api.commands.terminal.console import console, print_faults, print_json
from api.commands.terminal.explanation import print_explained
from api.commands.terminal.options import AsJson, Language, PlanPath, RosterPath, help_text, speaker
from api.commands.terminal.plan_argument import FAULTY, plan_of, roster_of
from api.publication.explanation_json import explanation_json
from api.texts.translator import Translator
from wfm.calendar import clock
from wfm.errors import Fault
from wfm.explanation import FindingFilter
from wfm.finding import Level
from wfm.message import Message, Plural, Text
from wfm.plan import Plan
from wfm.roster import Assignment, Roster
from wfm.rules import SCORING_RULES
from wfm.score import measure
from wfm.tables.cells import UnreadableCellError, read_date, read_time

HELP = Text(
    "explain.help",
    "Say why seats are empty, competences missing or quotas missed, or why quality is no better, and what "
    "would help; or why an agent did not get a shift; or what locks and wishes cost.",
)
AGENT = Text(
    "option.agent",
    "Id of an agent: say why the agent has more or fewer shifts than is fair, waits long, or did not get a "
    "wish; with --date and --start, why the agent does not have that shift.",
)
RULE = Text("option.rule", "Key of a rule of quality, such as agent_balance: ask about what it found.")
DATE = Text("option.date", "Date of that shift.")
START = Text("option.start", "Time at which that shift starts.")
PRICES = Text("option.prices", "Say what each lock and each wish costs.")
TIME_LIMIT = Text("option.explain_time_limit", "Seconds that explaining may take, about.")
ALL_THREE = Text("explain.all_three", "--agent, --date and --start together")
A_RULE = Text("explain.a_rule", "a rule of quality: {rules:list}")
AN_AGENT = Text("explain.an_agent", "the id of an agent of the plan")
A_SHIFT = Text("explain.a_shift", "the start of a shift of that day: {shifts:list}")
A_DAY = Text("explain.a_day", "a day with shifts, from {first:date} to {last:date}")
BREACHES = Plural(
    "explain.breaches",
    "The roster breaks {n:number} hard rule; wfm score says which. It is explained as it is.",
    "The roster breaks {n:number} hard rules; wfm score says which. It is explained as it is.",
)
UNREAD = Text("explain.unread", "The roster was not looked at: the plan has none.")
ASKING = Text("explain.asking", "looking for reasons: {number:number} of {all:number}")
MENDING = Text("explain.mending", "looking for what would help: {number:number} of {all:number}")
PRICING = Text("explain.pricing", "solving without a lock or wish: {number:number} of {all:number}")
STOPPED = Text("explain.stopped", "Stopped by hand; nothing was explained.")
INTERRUPTED = 130  # the shell's status of a command that Ctrl-C ended

Agent = Annotated[str | None, typer.Option("--agent", help=help_text(AGENT()), show_default=False)]
Date = Annotated[str | None, typer.Option("--date", help=help_text(DATE()), show_default=False)]
Start = Annotated[str | None, typer.Option("--start", help=help_text(START()), show_default=False)]
Rule = Annotated[str | None, typer.Option("--rule", help=help_text(RULE()), show_default=False)]
WithPrices = Annotated[bool, typer.Option("--prices", help=help_text(PRICES()))]
TimeLimit = Annotated[float, typer.Option("--time-limit", min=0, help=help_text(TIME_LIMIT()))]


def explain(
    plan: PlanPath,
    roster: RosterPath,
    agent: Agent = None,
    date: Date = None,
    start: Start = None,
    rule: Rule = None,
    prices: WithPrices = False,
    time_limit: TimeLimit = 60,
    json: AsJson = False,
    lang: Language = None,
) -> None:
    """Explain a roster in sentences, each checked by solving."""
    import solver.explaining  # OR-Tools is loaded only where something is solved

    read = plan_of(plan, lang, as_json=json)
    speak = speaker(lang, read)
    possible = solver.explaining.has_roster(read)
    given = (agent, date, start)
    asked = _assignment(read, given, speak, as_json=json) if date or start else None
    about = None if asked else _about(read, agent, rule, speak, as_json=json)
    at_hand = _roster(read, roster, lang, speak, as_json=json) if possible else None
    if not possible and not json:
        console(stderr=True).print(speak.sentence(UNREAD()), style="yellow")
    with _told(speak) as tell:
        explained = solver.explaining.explain(
            read, at_hand, time_limit, assignment=asked, about=about, with_prices=prices, tell=tell
        )
    if json:
        print_json(explanation_json(explained, speak))
    else:
        print_explained(read, explained, speak, asked=asked is not None, named=bool(agent or rule))


def _roster(plan: Plan, path: Path, lang: str | None, speak: Translator, *, as_json: bool) -> Roster:
    """Read the roster; tell where it breaks hard rules."""
    roster = roster_of(plan, path, lang, as_json=as_json)
    breaches = measure(plan, roster).breaches
    if breaches and not as_json:
        console(stderr=True).print(speak.sentence(BREACHES(n=len(breaches))), style="yellow")
    return roster


@contextmanager
def _told(speak: Translator) -> Iterator[Callable[[str, int, int], None] | None]:
    """Show how far it has come, where standard error is a terminal; Ctrl-C ends the command."""
    out = console(stderr=True)
    texts = {"asking": ASKING, "mending": MENDING, "pricing": PRICING}
    try:
        if not out.is_terminal:
            yield None
            return
        with out.status("") as status:
            yield lambda what, number, all_: status.update(speak.say(texts[what](number=number, all=all_)))
    except KeyboardInterrupt:
        out.print(speak.sentence(STOPPED()), style="yellow")
        raise typer.Exit(INTERRUPTED) from None


# --- which findings are asked about ------------------------------------------------------------------

QUALITY_RULES = tuple(one.KEY for one in SCORING_RULES if one.LEVEL is Level.QUALITY)


def _about(
    plan: Plan, agent: str | None, rule: str | None, speak: Translator, *, as_json: bool
) -> FindingFilter:
    """Return the findings that are meant; what is wrong is told, and the command ends with status 2."""
    faults = []
    if agent and agent not in plan.agent:
        faults.append(Fault("--agent", None, "", agent, AN_AGENT()))
    if rule and rule not in QUALITY_RULES:
        faults.append(Fault("--rule", None, "", rule, A_RULE(rules=QUALITY_RULES)))
    if faults:
        print_faults(faults, speak, as_json=as_json)
        raise typer.Exit(FAULTY)
    return FindingFilter(rule=rule or "", agent=agent or "")


# --- which assignment is asked about ---------------------------------------------------------------


def _assignment(
    plan: Plan, given: tuple[str | None, str | None, str | None], speak: Translator, *, as_json: bool
) -> Assignment:
    """Return agent and shift; what is wrong with them is told, and the command ends with status 2."""
    faults = list(_faults(plan, *given))
    if faults:
        print_faults(faults, speak, as_json=as_json)
        raise typer.Exit(FAULTY)
    agent, date, start = (value or "" for value in given)
    known = next(one.id for one in plan.agents if one.id == agent)
    shift = next(
        one.id for one in plan.shifts if one.day == read_date(date) and one.span.start == read_time(start)
    )
    return known, shift


def _faults(plan: Plan, agent: str | None, date: str | None, start: str | None) -> Iterator[Fault]:
    if not (agent and date and start):
        missing = [
            name for name, value in (("--agent", agent), ("--date", date), ("--start", start)) if not value
        ]
        yield Fault(missing[0], None, "", "", ALL_THREE())
        return
    if agent not in plan.agent:
        yield Fault("--agent", None, "", agent, AN_AGENT())
    starts: list[int] = []
    try:
        day = read_date(date)
        starts = [shift.span.start for shift in plan.shifts if shift.day == day]
        if not starts:
            period = plan.hotline.period
            yield Fault(
                "--date", None, "", date, A_DAY(first=str(period.first_day), last=str(period.last_day))
            )
    except UnreadableCellError as refused:
        yield Fault("--date", None, "", date, refused.expected)
    try:
        minute = read_time(start)
        if starts and minute not in starts:
            yield Fault("--start", None, "", start, _of_day(starts))
    except UnreadableCellError as refused:
        yield Fault("--start", None, "", start, _of_day(starts) if starts else refused.expected)


def _of_day(starts: list[int]) -> Message:
    return A_SHIFT(shifts=tuple(clock(minute) for minute in starts))

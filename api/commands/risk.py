"""wfm risk: what each shift risks with the agents who sit there, and what one more would save."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from api.commands.terminal.console import console, print_json, table
from api.commands.terminal.forecast_argument import ForecastPath, forecast_of
from api.commands.terminal.options import AsJson, Language, PlanPath, RosterPath, speaker
from api.commands.terminal.plan_argument import plan_of, roster_of
from api.texts.translator import Translator
from wfm.calendar import clock
from wfm.message import Text
from wfm.plan import Plan

if TYPE_CHECKING:
    from wfm.demand.risk import RosterRisk, ShiftRisk, TeamRisk

HELP = Text("risk.help", "Say what each shift of a roster risks by a forecast.")
SHIFT = Text("risk.column_shift", "shift")
MET = Text("risk.column_met", "goals met")
MET_MORE = Text("risk.column_met_more", "with one more")
WORST_INTERVAL = Text("risk.column_worst", "worst interval")
DECIMALS = 4


def risk(
    plan: PlanPath,
    roster: RosterPath,
    forecast: ForecastPath,
    json: AsJson = False,
    lang: Language = None,
) -> None:
    """Print a sentence for each shift, and how surely its goals are met."""
    read = plan_of(plan, lang, as_json=json)
    sits = roster_of(read, roster, lang, as_json=json)
    calls = forecast_of(read, forecast, lang, as_json=json)
    from wfm.demand.risk import roster_risk

    speak = speaker(lang, read)
    found = roster_risk(read, sits, calls)
    if json:
        print_json(_record(read, found, speak))
        return
    _print(read, found, speak)


def _print(plan: Plan, found: RosterRisk, speak: Translator) -> None:
    from api.texts.demand import share_text
    from api.texts.mail import mail_sentences
    from api.texts.risk import risk_sentence, risk_sentences

    terminal = console()
    first, *others = (*risk_sentences(plan, found, speak), *mail_sentences(plan, found.mail, speak))
    terminal.print(speak.sentence(first), style="bold", markup=False)
    for sentence in others:
        terminal.print(speak.sentence(sentence), markup=False)
    columns = [(speak.say(SHIFT()), "left"), (speak.say(MET()), "right"), (speak.say(MET_MORE()), "right")]
    rows = [
        [
            speak.sentence(risk_sentence(one, speak)),
            share_text(one.now.met, speak),
            share_text(one.one_more.met, speak),
            f"{speak.time(clock(one.worst.start))}: {share_text(one.worst_share, speak)}",
        ]
        for one in found.shifts
    ]
    if rows:
        terminal.print(table([*columns, (speak.say(WORST_INTERVAL()), "right")], rows))


def _record(plan: Plan, found: RosterRisk, speak: Translator) -> Mapping[str, Any]:
    from api.commands.terminal.staffing_view import mail_record
    from api.texts.mail import mail_sentences
    from api.texts.risk import risk_sentences

    said = (*risk_sentences(plan, found, speak), *mail_sentences(plan, found.mail, speak))
    return {
        "sentences": [speak.sentence(sentence) for sentence in said],
        "convention": plan.hotline.service.convention.value,
        "without_forecast": [shift.id for shift in found.without_forecast],
        "mail": mail_record(found.mail),
        "shifts": [_shift_record(one, speak) for one in found.shifts],
    }


def _shift_record(one: ShiftRisk, speak: Translator) -> Mapping[str, Any]:
    from api.texts.risk import risk_sentence

    return {
        "shift": one.shift.id,
        "sentence": speak.sentence(risk_sentence(one, speak)),
        "agents": one.agents,
        "calls": round(one.calls, DECIMALS),
        "goals_met": round(one.now.met, DECIMALS),
        "abandoned": round(one.now.abandoned, DECIMALS),
        "worst_interval": str(one.worst),
        "worst_abandoned_share": round(one.worst_share, DECIMALS),
        "one_more": _team_record(one.one_more),
        "saved": round(one.saved, DECIMALS),
    }


def _team_record(team: TeamRisk) -> Mapping[str, float]:
    return {"goals_met": round(team.met, DECIMALS), "abandoned": round(team.abandoned, DECIMALS)}

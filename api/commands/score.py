"""wfm score: check the hard rules and print the score of any roster, without a solver."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

import typer

import wfm
from api.commands.terminal.console import console, print_json, table
from api.commands.terminal.options import AsJson, Language, PlanPath, RosterPath, speaker
from api.commands.terminal.plan_argument import plan_of, roster_of
from api.commands.terminal.tables import LEVEL, VALUE, rule_lines
from api.texts.names import level_name, rule_name
from api.texts.translator import Translator
from wfm.finding import Finding, Level
from wfm.message import Plural, Text
from wfm.score import Score

HELP = Text("score.help", "Check the hard rules and print the score of any roster.")
KEPT = Text("score.kept", "Every hard rule is kept.")
BROKEN = Plural("score.broken", "{n:number} breach of a hard rule:", "{n:number} breaches of hard rules:")
FOUND = Plural("score.found", "{n:number} finding:", "{n:number} findings:")
BREACH = 1


def score(plan: PlanPath, roster: RosterPath, json: AsJson = False, lang: Language = None) -> None:
    """Print the four levels, what each rule costs, and every finding in a sentence."""
    read = plan_of(plan, lang, as_json=json)
    measured = wfm.measure(read, roster_of(read, roster, lang, as_json=json))
    speak = speaker(lang, read)
    if json:
        print_json(_record(measured, speak))
    else:
        _print(measured, speak)
    if measured.breaches:
        raise typer.Exit(BREACH)


def _print(score: Score, speak: Translator) -> None:
    out = console()
    columns = [(speak.say(LEVEL()), "left"), (speak.say(VALUE()), "right")]
    levels = [[level_name(level, speak), speak.number(value)] for level, value in score.values.items()]
    out.print(table(columns, levels))
    out.print(rule_lines(score, speak))
    soft = [finding for finding in score.findings if finding.level is not Level.HARD]
    if soft:
        out.print(speak.sentence(FOUND(n=len(soft))), style="bold")
        _print_by_rule(soft, speak)
    if not score.breaches:
        out.print(speak.sentence(KEPT()), style="green")
        return
    out.print(speak.sentence(BROKEN(n=len(score.breaches))), style="bold red")
    _print_by_rule(score.breaches, speak)


def _print_by_rule(findings: Sequence[Finding], speak: Translator) -> None:
    """Print findings in sentences below the names of their rules."""
    out = console()
    for rule, found in groupby(findings, key=lambda finding: finding.rule):
        name = rule_name(rule, speak)
        out.print(f"  {name[:1].upper()}{name[1:]}", style="bold", markup=False)
        for finding in found:
            out.print(f"    {speak.sentence(finding.message)}", markup=False)


def _record(score: Score, speak: Translator) -> Mapping[str, Any]:
    return {
        "hard_rules_kept": not score.breaches,
        "score": {level.value: value for level, value in score.values.items()},
        "rules": [
            {
                "rule": rule.rule,
                "level": rule.level.value,
                "weight": rule.weight,
                "amount": rule.amount,
                "cost": rule.cost,
            }
            for rule in score.rules
        ],
        "findings": [
            {
                "rule": finding.rule,
                "level": finding.level.value,
                "subject": str(finding.subject),
                "amount": finding.amount,
                "key": finding.message.key,
                "sentence": speak.sentence(finding.message),
            }
            for finding in score.findings
        ],
    }

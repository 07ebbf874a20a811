"""Claims about the figures of ``report.json`` that can be measured: values, rules, findings."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from api.publication.publication import Report
from api.publication.report import package_versions, report_json
from api.texts.names import level_message, rule_message
from api.texts.translator import translator
from api.verification.files import MEASURED, NO_ROSTER, NOTHING
from api.verification.solved_folder import (
    SolvedFolder,
)
from wfm.finding import Level
from wfm.limits import LATER_WEIGHTS
from wfm.message import Message, Param, Plural, Text
from wfm.result import Status
from wfm.score import Score
from wfm.verification import Claim, ClaimState

LEVEL = Text("verify.level", "{level}: the value is {value}")
MEASURED_AS = Text("verify.measured_as", "measured again, it is {value:number}")
NEEDS_BASELINE = Text("verify.needs_baseline", "it can't be checked without the roster that was mended")
NO_LEVEL = Text("verify.no_level", "a score has no such level")
RULES = Text("verify.rules", "the figures of the rules")
RULE = Text("verify.rule", "{rule}: “{figure}” is {value}")
NO_RULE = Text("verify.no_rule", "there is no such rule, or it stands there twice")
FINDINGS = Text("verify.findings", "the findings of the report")
DIFFERENT = Plural(
    "verify.findings_differ",
    "{n:number} difference between the report and what is measured again: {subjects:list}",
    "{n:number} differences between the report and what is measured again, such as {subjects:list}",
)
NUMBER = Text("verify.number", "{n:number}")
SHOWN = 3
FIGURES = ("level", "weight", "amount", "cost")


def report_as_measured(solved: SolvedFolder, score: Score) -> Mapping[str, Any]:
    """Return the report as it would be written of what was measured."""
    bounds = MappingProxyType(dict(score.values))
    report = Report(
        status=Status.FEASIBLE,
        score=score,
        bounds=bounds,
        conflict=None,
        seconds=0.0,
        workers=1,
        seed=1,
        plan_sha256="",
        versions={},
        baseline=solved.baseline,
    )
    document = report_json(report, translator(solved.plan.hotline.language))
    return dict(json.loads(json.dumps(document)))


def number(value: object) -> int | None:
    """Return a whole number; nothing where it is none."""
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def as_param(value: object) -> Param:
    """Return what stands in a document, as a reader may see it."""
    whole = number(value)
    if whole is not None:
        return NUMBER(n=whole)
    return NOTHING if value is None else str(value)[:80]


def level_record(solved: SolvedFolder, level: str) -> Mapping[str, Any]:
    """Return what the report says of a level; empty where that is damaged."""
    score = solved.report.get("score")
    found = score.get(level) if isinstance(score, dict) else None
    return found if isinstance(found, dict) else {}


def check_values(solved: SolvedFolder, score: Score | None) -> Iterator[Claim]:
    """Yield each level's value; levels that there are not are false."""
    said = solved.report.get("score")
    levels = [*(score.levels if score else ()), *(said if isinstance(said, dict) else ())]
    for level in dict.fromkeys(map(str, levels)):
        value = level_record(solved, level).get("value")
        subject = f"score.{level}.value"
        known = level in set(Level) - {Level.HARD}
        name = level_message(Level(level)) if known else level
        claimed = LEVEL(level=name, value=as_param(value))
        if not known or (level == Level.CHANGES and not solved.mended):
            yield Claim(subject, claimed, ClaimState.FALSE, NO_LEVEL())
        elif score is None:
            yield Claim(subject, claimed, ClaimState.OPEN, NO_ROSTER())
        elif level not in score.levels:
            yield Claim(subject, claimed, ClaimState.OPEN, NEEDS_BASELINE())
        elif number(value) == score[level]:
            yield Claim(subject, claimed, ClaimState.CONFIRMED, MEASURED())
        else:
            yield Claim(subject, claimed, ClaimState.FALSE, MEASURED_AS(value=score[level]))


def check_rules(solved: SolvedFolder, score: Score | None) -> Iterator[Claim]:
    """Yield what the rules cost; one claim for each figure that is wrong, or one for all."""
    if score is None:
        yield Claim("rules", RULES(), ClaimState.OPEN, NO_ROSTER())
        return
    right = {rule["rule"]: rule for rule in report_as_measured(solved, score)["rules"]}
    said = records(solved.report.get("rules"))
    found = {str(rule.get("rule")): rule for rule in said}
    twice = [name for name, times in Counter(str(rule.get("rule")) for rule in said).items() if times > 1]
    ignored = {Level.CHANGES.value} if solved.lacks_baseline else set()
    wrong = list(_wrong_rules(found, right, ignored))
    wrong += [_odd_rule(name) for name in twice]
    yield from wrong or [Claim("rules", RULES(), ClaimState.CONFIRMED, MEASURED())]


def _wrong_rules(
    found: Mapping[str, Mapping[str, Any]], right: Mapping[str, Mapping[str, Any]], ignored: set[str]
) -> Iterator[Claim]:
    for name, figures in right.items():
        if name in LATER_WEIGHTS and name not in found and not figures["weight"]:
            continue  # a report of before the rule says nothing of it
        for figure in FIGURES:
            value = found.get(name, {}).get(figure)
            if value != figures[figure] or isinstance(value, bool):
                claimed = RULE(rule=rule_message(name), figure=figure, value=as_param(value))
                message = MEASURED_AS(value=figures[figure]) if figure != "level" else _level(figures)
                yield Claim(f"rules.{name}.{figure}", claimed, ClaimState.FALSE, message)
    yield from (_odd_rule(name) for name in found if name not in {*right, *ignored})


def _odd_rule(name: str) -> Claim:
    claimed = RULE(rule=rule_message(name), figure="rule", value=name)
    return Claim(f"rules.{name}", claimed, ClaimState.FALSE, NO_RULE())


def _level(figures: Mapping[str, Any]) -> Message:
    return level_message(Level(figures["level"]))


def check_findings(solved: SolvedFolder, score: Score | None) -> Iterator[Claim]:
    """Yield whether the findings are those that are measured; sentences count where the version is ours."""
    if score is None:
        yield Claim("findings", FINDINGS(), ClaimState.OPEN, NO_ROSTER())
        return
    if solved.lacks_baseline:
        yield Claim("findings", FINDINGS(), ClaimState.OPEN, NEEDS_BASELINE())
        return
    sentences = same_version(solved)
    found = Counter(_plain(one, sentences) for one in records(solved.report.get("findings")))
    right = Counter(_plain(one, sentences) for one in report_as_measured(solved, score)["findings"])
    if not isinstance(solved.report.get("findings"), list):
        found = Counter([NOTHING])
    different = list(((found - right) + (right - found)).elements())
    if not different:
        yield Claim("findings", FINDINGS(), ClaimState.CONFIRMED, MEASURED())
        return
    subjects = tuple(dict.fromkeys(map(_about, different)))[:SHOWN]
    yield Claim("findings", FINDINGS(), ClaimState.FALSE, DIFFERENT(n=len(different), subjects=subjects))


def same_version(solved: SolvedFolder) -> bool:
    """Tell whether the report was written by this version of the program, in the same words."""
    said = solved.report.get("versions")
    ours = package_versions()["faellesvagt"]
    return isinstance(said, dict) and said.get("faellesvagt") == ours


def records(value: object) -> Sequence[Mapping[str, Any]]:
    """Return the records of a list in a document; none where it is no list."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _plain(record: Mapping[str, Any], sentences: bool) -> str:
    return json.dumps(record if sentences else _without_sentences(record), sort_keys=True)


def _without_sentences(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_sentences(one) for key, one in value.items() if key != "sentence"}
    return [_without_sentences(one) for one in value] if isinstance(value, list) else value


def _about(text: str) -> str:
    if text == NOTHING:
        return NOTHING
    record = json.loads(text)
    return f"{record.get('rule')} ({record.get('subject')})"

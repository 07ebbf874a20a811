"""Explanations as people read them on a terminal: the finding, why, and what would help."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from rich.console import Console

from api.commands.terminal.console import console, table
from api.texts.names import level_name, proof, rule_name
from api.texts.translator import Translator
from wfm.explanation import (
    Answer,
    Because,
    Explanation,
    Fact,
    Mend,
    Outlook,
    Price,
    Prices,
    RosterExplanation,
    WhyNot,
)
from wfm.finding import Level
from wfm.message import Plural, Text
from wfm.plan import Plan
from wfm.result import Conflict, Status

NOTHING = Text(
    "explain.nothing",
    "Every seat is filled, every competence is there, every municipality is at its target, and no rule of "
    "quality found anything.",
)
NOTHING_OF_IT = Text("explain.nothing_of_it", "Of what was asked about, nothing is amiss.")
MORE = Plural("explain.more", "… and {n:number} more like it", "… and {n:number} more like it")
NOT_MINIMAL = Text("explain.not_minimal", "There was no time to show that every one of these is needed.")
WOULD_HELP = Text("explain.would_help", "It would help if")
NOTHING_HELPS = Text("explain.nothing_helps", "No single change that was tried in the time given helps.")
SCORE = Text("explain.score", "{level} {value:number}")
SCORE_OF = Text("explain.score_of", "{score:list}")
NOT_PROVEN = Text("explain.not_proven", "perhaps less")
CHANGED = Plural(
    "explain.changed",
    "{n:number} assignment of the roster at hand goes",
    "{n:number} assignments of the roster at hand go",
)
GIVES_UP = Text("why_not.gives_up", "The seat would be given up by {who:list}.")
BY_LEVEL = Text("why_not.by_level", "by level")
BY_RULE = Text("why_not.by_rule", "by rule")
DIFFERENCE = Text("column.difference", "difference")
LOCK_OR_WISH = Text("price.lock_or_wish", "lock or wish")
WITHOUT_IT = Text("price.without_it", "without it")
COSTS = Text("price.costs", "costs")
COST_NOTHING = Plural(
    "price.cost_nothing",
    "{n:number} lock or wish costs nothing: without it no better roster was found.",
    "{n:number} locks and wishes cost nothing: without them, one by one, no better roster was found.",
)
NOT_ASKED = Plural(
    "price.not_asked",
    "{n:number} was not asked about for lack of time; give a longer --time-limit.",
    "{n:number} were not asked about for lack of time; give a longer --time-limit.",
)
IDLE = Plural(
    "price.idle",
    "{n:number} wish is about no shift that its agent could have.",
    "{n:number} wishes are about no shift that their agents could have.",
)
NO_LOCKS = Text("price.none", "The plan has no lock and no wish that could cost anything.")
WITH_ALL = Text("price.with_all", "With all locks and wishes the best roster found has {score}.")

INSTEAD = Text("explain.instead", "Instead:")
NOTHING_INSTEAD = Text("explain.nothing_instead", "Nothing else gets worse.")
BY_RULES = Text("explain.by_rules", "Penalty points by rule: {rules:list}")
NOT_ALL = Plural(
    "explain.not_all",
    "{n:number} finding of quality was not asked about; name it by --rule or --agent, or give a longer "
    "--time-limit.",
    "{n:number} findings of quality were not asked about; name some by --rule or --agent, or give a longer "
    "--time-limit.",
)

SHOWN = 5
"""Findings, mends and prices of a kind that are told one by one."""


def print_explained(
    plan: Plan, explained: RosterExplanation, speak: Translator, *, asked: bool, named: bool = False
) -> None:
    """Print all that was explained; `asked` where it was about a shift, `named` where about some findings."""
    out = console()
    if explained.conflict is not None:
        _conflict(out, explained.conflict, speak)
        return
    if not explained.explanations and not asked:
        out.print(speak.sentence((NOTHING_OF_IT if named else NOTHING)()), style="green")
    for number, explanation in enumerate(_joined(plan, explained.explanations, speak)):
        if number:
            out.print()
        _explanation(out, explanation, speak)
    if explained.not_asked:
        out.print()
        out.print(speak.sentence(NOT_ALL(n=explained.not_asked)), markup=False)
    if explained.why_not is not None:
        _why_not(out, plan, explained.why_not, speak)
    if explained.prices is not None:
        out.print()
        _prices(out, explained.prices, speak)


def _joined(plan: Plan, explanations: Sequence[Explanation], speak: Translator) -> Iterator[Explanation]:
    """Yield explanations, those that would be told in the same words as one.

    Facts may differ all the same (who is away twice over is so by one entry or by the other); JSON has them.
    """
    alike: dict[object, list[Explanation]] = {}
    for number, one in enumerate(explanations):
        reasons = tuple(_rule_of_shifts(group) or speak.say(group.message) for group in one.because)
        said = (one.findings[0].level, speak.say(one.message), reasons, one.minimal)
        alike.setdefault(number if one.answer is not Answer.FORCED else said, []).append(one)
    for group in alike.values():
        findings = tuple(finding for one in group for finding in one.findings)
        mends = {speak.say(mend.message): mend for one in group for mend in one.mends}
        yield replace(group[0], findings=findings, mends=tuple(mends.values()), because=_reasons(plan, group))


def _rule_of_shifts(group: Because) -> str:
    """Return the rule whose facts name the shifts in question, as every finding has its own; else nothing."""
    from solver.explaining.rules import EXPLANATIONS  # OR-Tools is loaded where something was explained

    return next((fact.rule for fact in group.facts if EXPLANATIONS[fact.rule].is_one_everywhere), "")


def _reasons(plan: Plan, alike: Sequence[Explanation]) -> tuple[Because, ...]:
    """Return the reasons that explanations have in common, what names their shifts told for all of them."""
    if len(alike) == 1:
        return alike[0].because
    from solver.explaining.rules import EXPLANATIONS

    facts: dict[str, dict[Fact, None]] = {}
    for group in (group for one in alike for group in one.because):
        facts.setdefault(_rule_of_shifts(group), {}).update(dict.fromkeys(group.facts))
    together = {
        rule: EXPLANATIONS[rule].sentence_of_some(plan, [fact.subject for fact in of_rule])
        for rule, of_rule in facts.items()
        if rule
    }
    told = ((group, _rule_of_shifts(group)) for group in alike[0].because)
    return tuple(
        group if (message := together.get(rule)) is None else Because(message, tuple(facts[rule]))
        for group, rule in told
    )


def _explanation(out: Console, one: Explanation, speak: Translator) -> None:
    for finding in one.findings[:SHOWN]:
        out.print(speak.sentence(finding.message), style="bold", markup=False)
    if len(one.findings) > SHOWN:
        out.print(speak.say(MORE(n=len(one.findings) - SHOWN)), style="bold", markup=False)
    out.print("  " + speak.sentence(one.message), markup=False)
    if one.instead is not None:
        out.print("  " + _outlook(one.instead, speak), markup=False)
        _elsewhere(out, one, speak)
    _because(out, one.because, speak)
    if one.because and not one.minimal:
        out.print("    " + speak.sentence(NOT_MINIMAL()), style="dim", markup=False)
    if one.answer is Answer.FORCED and one.because:
        _mends(out, one.mends, speak)


def _elsewhere(out: Console, one: Explanation, speak: Translator) -> None:
    """Print what another roster costs elsewhere, where a finding of quality was asked about."""
    if not one.questions[0].rule:
        return
    if one.costs:
        rules = tuple(f"{rule_name(rule, speak)} {speak.with_sign(cost)}" for rule, cost in one.costs.items())
        out.print("  " + speak.sentence(BY_RULES(rules=rules)), markup=False)
    out.print("  " + speak.sentence((INSTEAD if one.elsewhere else NOTHING_INSTEAD)()), markup=False)
    for finding in one.elsewhere[:SHOWN]:
        out.print("    • " + speak.sentence(finding.message), markup=False)
    if len(one.elsewhere) > SHOWN:
        out.print("    " + speak.say(MORE(n=len(one.elsewhere) - SHOWN)), markup=False)


def _because(out: Console, groups: Sequence[Because], speak: Translator) -> None:
    for group in groups:
        out.print("    • " + speak.sentence(group.message), markup=False)


def _mends(out: Console, mends: Sequence[Mend], speak: Translator) -> None:
    if not mends:
        out.print("  " + speak.sentence(NOTHING_HELPS()), markup=False)
        return
    out.print("  " + speak.sentence(WOULD_HELP()), markup=False)
    for number, mend in enumerate(mends[:SHOWN], start=1):
        out.print(f"    {number}. {speak.say(mend.message)}", markup=False)
        out.print(f"       → {_outlook(mend.outlook, speak)}", style="cyan", markup=False)
    if len(mends) > SHOWN:
        out.print("    " + speak.say(MORE(n=len(mends) - SHOWN)), markup=False)


def _outlook(outlook: Outlook, speak: Translator) -> str:
    """Return the score of a roster, what of it is not proven, and how much of the roster changes."""
    values = _score(outlook.values, speak)
    unproven = "" if outlook.proven or not outlook.bounds else f" ({speak.say(NOT_PROVEN())})"
    return f"{values}{unproven}; {speak.say(CHANGED(n=outlook.changed))}"


def _score(values: Mapping[Level, int], speak: Translator) -> str:
    parts = (SCORE(level=level_name(level, speak), value=value) for level, value in values.items())
    return speak.say(SCORE_OF(score=tuple(parts)))


# --- why not me ------------------------------------------------------------------------------------


def _why_not(out: Console, plan: Plan, one: WhyNot, speak: Translator) -> None:
    out.print(speak.sentence(one.message), style="bold", markup=False)
    if one.because:
        _because(out, one.because, speak)
        _mends(out, one.mends, speak)
    if one.outlook is None:
        return
    levels = [
        [level_name(level, speak), speak.number(one.outlook.values[level]), speak.with_sign(cost)]
        for level, cost in one.costs.items()
    ]
    headings = [(speak.say(BY_LEVEL()), "left"), ("", "right"), (speak.say(DIFFERENCE()), "right")]
    out.print(table(headings, levels))
    if one.rule_costs:
        rules = [[rule_name(rule, speak), speak.with_sign(cost)] for rule, cost in one.rule_costs.items()]
        out.print(table([(speak.say(BY_RULE()), "left"), (speak.say(DIFFERENCE()), "right")], rules))
    if one.gives_up:
        who = tuple(plan.labels[agent] for agent in one.gives_up)
        out.print(speak.sentence(GIVES_UP(who=who)), markup=False)
    out.print(_outlook(one.outlook, speak), style="cyan", markup=False)


# --- prices ----------------------------------------------------------------------------------------


def _prices(out: Console, prices: Prices, speak: Translator) -> None:
    if not prices.asked and not prices.not_asked:
        out.print(speak.sentence(NO_LOCKS()), markup=False)
        return
    out.print(speak.sentence(WITH_ALL(score=_score(prices.base.values, speak))), markup=False)
    dear = [price for price in prices.asked if not price.free]
    if dear:
        headings = [(speak.say(text()), "left") for text in (LOCK_OR_WISH, COSTS, WITHOUT_IT)]
        out.print(table(headings, [_price(price, speak) for price in dear]))
    free = len(prices.asked) - len(dear)
    for text, number in ((COST_NOTHING, free), (NOT_ASKED, prices.not_asked), (IDLE, prices.idle)):
        if number:
            out.print(speak.sentence(text(n=number)), markup=False)


def _price(price: Price, speak: Translator) -> list[str]:
    costs = ((level, cost) for level, cost in price.costs.items() if cost)
    said = ", ".join(f"{level_name(level, speak)} {speak.with_sign(cost)}" for level, cost in costs)
    unproven = "" if price.outlook.proven else f" ({speak.say(NOT_PROVEN())})"
    return [speak.sentence(price.message), said, _score(price.outlook.values, speak) + unproven]


# --- contradicting locks ---------------------------------------------------------------------------


def _conflict(out: Console, conflict: Conflict, speak: Translator) -> None:
    out.print(speak.sentence(proof(Status.INFEASIBLE, {}, {})), style="bold red")
    for reasons in conflict.contradictions:
        for number, reason in enumerate(reasons):
            out.print(("    " if number else "  • ") + speak.sentence(reason.message), markup=False)

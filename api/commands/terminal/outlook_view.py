"""``wfm quota --compare`` on a terminal: tables first, then what they mean in sentences."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from api.commands.terminal.console import console
from api.commands.terminal.outlook_tables import BALANCES, LEGEND, METHODS, balance_lines, target_lines
from api.texts.outlook import a_unit, assumptions, drifts, gains, promise, unit_heading
from api.texts.translator import Translator
from wfm.message import Message, Text
from wfm.plan import Plan
from wfm.quota_outlook import QuotaOutlook

DRAWN = Text("outlook.drawn", "The chart was written to {file}.")


def show(
    plan: Plan, found: QuotaOutlook, speak: Translator, chart: Path | None = None, *, wide: bool = False
) -> None:
    """Print the comparison of methods, the balances, and what is promised and what drifts."""
    shown = console()

    def say(messages: Iterable[Message], mark: str = "") -> None:
        for message in messages:
            shown.print(mark + speak.sentence(message), markup=False)

    say([METHODS(unit=unit_heading(plan))])
    console(wide=wide).print(target_lines(plan, found, speak))
    say(gains(plan, found, speak))
    shown.print()
    say([BALANCES(unit=unit_heading(plan))])
    console(wide=wide).print(balance_lines(plan, found, speak))
    say([LEGEND(unit=a_unit(plan))])
    say(assumptions(plan, found))
    statement, reasons = promise(plan, found, speak)
    say([statement])
    say(reasons, mark="  • ")
    say(drifts(plan, found, speak))
    if chart:
        say([DRAWN(file=str(chart))])

"""What mending a design came to, on the terminal: what each change brings, and who works otherwise."""

from __future__ import annotations

from api.commands.terminal.console import console, table
from api.texts.design_names import LEVEL_NAMES
from api.texts.duty_words import duty_words
from api.texts.translator import Translator
from wfm.design.duty import BLOCKS, SHORTAGE
from wfm.design.mended import MendedDesign
from wfm.design.plan import DesignPlan
from wfm.message import Plural, Text

LOST = Plural("mended.lost", "{n:number} duty is lost.", "{n:number} duties are lost.")
NOTHING_LOST = Text("mended.nothing_lost", "No duty is lost: nothing was mended.")
DAY = Text("mended.day", "day")
CHANGES = Text("mended.changes", "changed duties")
PROVEN = Text("mended.proven", "proven")
YES, NO = Text("mended.yes", "yes"), Text("mended.no", "no")
HOLDERS = Text("mended.holders", "competence missing (steps)")
CHANGED = Text("mended.duty_changed", "{agent} on {day:date}: {before}, now {after}.")


def print_mended(plan: DesignPlan, mended: MendedDesign, speak: Translator) -> None:
    """Print the ladder of each day, then each duty that is another one now."""
    shown = console()
    if not mended.gone:
        shown.print(speak.sentence(NOTHING_LOST()), markup=False)
        return
    shown.print(speak.sentence(LOST(n=len(mended.gone))), markup=False)
    heads = [(speak.say(DAY()), "left"), (speak.say(CHANGES()), "right")]
    heads += [(speak.say(one()), "right") for one in (HOLDERS, *(LEVEL_NAMES[o] for o in (SHORTAGE, BLOCKS)))]
    heads.append((speak.say(PROVEN()), "left"))
    rows = [
        [
            speak.day(rung.day),
            speak.number(rung.changes),
            *(speak.number(rung.values[one]) for one in ("holders", SHORTAGE, BLOCKS)),
            speak.say((YES if rung.proven else NO)()),
        ]
        for rung in mended.ladder
    ]
    shown.print(table(heads, rows))
    for change in mended.changes:
        said = CHANGED(
            agent=plan.agent[change.agent].name,
            day=change.day.isoformat(),
            before=duty_words(change.before, speak),
            after=duty_words(change.after, speak),
        )
        shown.print(speak.sentence(said), markup=False)

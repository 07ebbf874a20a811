"""Texts that may name somebody, as commands list them: where, the words around, and by what name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from api.commands.terminal.console import console
from api.texts.translator import Translator
from wfm.message import Plural, Text

if TYPE_CHECKING:
    from api.privacy.records.free_texts import TextMatch

GOING = Plural(
    "texts.going", "{n:number} text that names them goes, too:", "{n:number} texts that name them go, too:"
)
DOUBTFUL = Plural(
    "texts.doubtful",
    "{n:number} text may speak of them, or of something else. It stays unless you add --also ROW:",
    "{n:number} texts may speak of them, or of something else. They stay unless you add --also ROW:",
)
STAYING = Plural(
    "texts.staying",
    "{n:number} text names them, or may, and nothing can be taken out of it; change it where it was written:",
    "{n:number} texts name them, or may, and nothing can be taken out of them; change them where they were "
    "written:",
)
LINE = Text("texts.line", "{row} ({place}): {excerpt}")


def print_texts(texts: Iterable[TextMatch], speak: Translator, *, before: bool) -> None:
    """Print what goes, before it does, what somebody has to decide on, and what stays in any case."""
    found = tuple(texts)
    going = tuple(one for one in found if one.goes) if before else ()
    doubtful = tuple(one for one in found if not (one.certain or one.stays))
    staying = tuple(one for one in found if one.stays)
    aside = console(stderr=True)
    for heading, several in ((GOING, going), (DOUBTFUL, doubtful), (STAYING, staying)):
        if several:
            aside.print(speak.say(heading(n=len(several))), style="yellow", markup=False)
            for one in several:
                line = LINE(row=one.row, place=one.place, excerpt=one.excerpt)
                aside.print("  " + speak.say(line), markup=False)


def text_records(texts: Iterable[TextMatch]) -> list[Mapping[str, Any]]:
    """Return texts as JSON documents."""
    return [
        {
            "row": one.row,
            "table": one.table,
            "place": one.place,
            "excerpt": one.excerpt,
            "certain": one.certain,
            "stays": one.stays,
        }
        for one in texts
    ]

"""How far an answer is, in words for whoever asked."""

from __future__ import annotations

from api.runs.kinds import RunState
from api.runs.overview import RunOverview
from wfm.message import Message, Text

WAITS = Text("question.waits", "Your question waits for its turn, as number {place:number} in the queue.")
UNDER_WAY = Text("question.under_way", "It is being looked into; that takes up to a minute.")
ANSWERED = Text("question.answered", "Here is the answer.")
NOTHING = Text("question.nothing", "Of what you asked about, nothing is amiss.")
GONE = Text("question.gone", "The answer is not kept any more. Ask again.")
FAILED = Text("question.failed", "The question could not be answered. Ask again.")
FULL = Text("question.full", "three of your questions wait already; ask again when one of them is answered")


def question_message(seen: RunOverview, language: str) -> Message:
    """Return how far an answer is, in a sentence."""
    match seen.run.state:
        case RunState.QUEUED:
            return WAITS(place=seen.place or 1)
        case RunState.RUNNING:
            return UNDER_WAY()
        case RunState.DONE:
            document = seen.document(language)
            if not document:
                return GONE()
            return ANSWERED() if document["told"] else NOTHING()
        case _:
            return FAILED()

"""A duty in words: its times, lunch and work elsewhere."""

from __future__ import annotations

from api.texts.translator import Translator
from wfm.calendar import clock
from wfm.design.duty import Duty
from wfm.message import Text

OFF = Text("duty.off", "off")
WHOLE = Text("duty.whole", "{start:time} to {end:time}")
LUNCH = Text("duty.lunch", "lunch at {start:time}")
ELSEWHERE = Text("duty.elsewhere", "{centre} from {start:time} to {end:time}")


def duty_words(duty: Duty | None, speak: Translator) -> str:
    """Return a duty as one phrase; ``None`` is a day off."""
    if duty is None:
        return speak.say(OFF())
    said = [WHOLE(start=clock(duty.span.start), end=clock(duty.span.end))]
    if duty.lunch is not None:
        said.append(LUNCH(start=clock(duty.lunch.start)))
    if duty.block is not None:
        said.append(ELSEWHERE(centre=duty.centre, start=clock(duty.block.start), end=clock(duty.block.end)))
    return ", ".join(map(speak.say, said))

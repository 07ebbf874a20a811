"""What programs read and write of one's own notices."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from api.notices.service import ChosenMobile, NoticeChoices
from api.store.notice_table import Channel, Default, NoticeEvent
from api.web.json.operations import sends

EVENT = Field(description="What it tells of.", examples=[NoticeEvent.OFFER])
CHANNEL = Field(description="How: by mail, or by text message.", examples=[Channel.MAIL])
ON = Field(description="Whether the caller is told.", examples=[True])


class NoticeView(BaseModel):
    """One event on one way, as it holds for the caller."""

    event: NoticeEvent = EVENT
    channel: Channel = CHANNEL
    on: bool = ON
    default: Default = Field(
        description="What holds where nothing is chosen; `always` cannot be switched off.",
        examples=[Default.ON],
    )


MOBILE = Field(
    None,
    description="The number that text messages go to, in international form; null for none. Nobody else "
    "is told it, unless `mobile_shown`.",
    examples=["+4520202020"],
)
SHOWN = Field(
    False,
    description="Whether the own leader and coordinators may see the number, where somebody may step in.",
    examples=[False],
)


class NoticesAnswer(BaseModel):
    """What the caller is told of, in all their roles, and how."""

    notices: list[NoticeView] = Field(
        description="Every event that comes to the caller, on every way.",
        examples=[[{"event": "offer", "channel": "mail", "on": True, "default": "on"}]],
    )
    mobile: str | None = MOBILE
    mobile_shown: bool = SHOWN


class SentNotice(BaseModel):
    """A choice."""

    model_config = ConfigDict(extra="forbid")

    event: NoticeEvent = EVENT
    channel: Channel = CHANNEL
    on: bool = ON


@sends
class SentNotices(BaseModel):
    """Choices; what is left out stays as it is."""

    model_config = ConfigDict(extra="forbid")

    notices: list[SentNotice] = Field(
        description="What is switched on or off.",
        examples=[[{"event": "shifts", "channel": "mail", "on": False}]],
        max_length=100,
    )
    mobile: str | None = Field(
        None,
        description="The number for text messages; null for none, left out to let it be.",
        examples=["20 20 20 20"],
        max_length=40,
    )
    mobile_shown: bool = SHOWN

    def chosen_mobile(self) -> ChosenMobile | None:
        """Return the number that was sent; nothing where none was named."""
        if "mobile" not in self.model_fields_set:
            return None
        return ChosenMobile(self.mobile or "", self.mobile_shown)


def notices_answer(choices: NoticeChoices) -> NoticesAnswer:
    """Return what somebody is told."""
    lines = [
        NoticeView(event=one.event, channel=one.channel, on=one.on, default=one.default)
        for one in choices.lines
    ]
    mine = choices.preference
    return NoticesAnswer(notices=lines, mobile=mine.mobile, mobile_shown=mine.mobile_shown)

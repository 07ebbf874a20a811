"""What programs read and write of one's own notices."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from api.notices.service import NoticeChoices
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


class NoticesAnswer(BaseModel):
    """What the caller is told of, in all their roles, and how."""

    notices: list[NoticeView] = Field(
        description="Every event that comes to the caller, on every way.",
        examples=[[{"event": "offer", "channel": "mail", "on": True, "default": "on"}]],
    )


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


def notices_answer(choices: NoticeChoices) -> NoticesAnswer:
    """Return what somebody is told."""
    lines = [
        NoticeView(event=one.event, channel=one.channel, on=one.on, default=one.default)
        for one in choices.lines
    ]
    return NoticesAnswer(notices=lines)

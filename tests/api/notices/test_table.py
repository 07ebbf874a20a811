"""The table of notices and what sends them agree: nothing else can be sent, and each line has a sender."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, select

from api.access.ids import AccountId
from api.accounts.records.preferences import NoticePreference
from api.notices.kinds import KINDS
from api.notices.records.addressing import make_mails
from api.notices.sentences import EVENTS
from api.store import outbox
from api.store.engine import reading, writing
from api.store.mail_kinds import MailDraft, MailKind
from api.store.notice_table import (
    TABLE,
    Channel,
    Default,
    NoticeEvent,
    NoticeRole,
    Topic,
    UnknownNoticeError,
    default_of,
    rule_of,
)
from api.store.tables import MAIL, OUTBOX
from tests.api.store.filled import AUTHOR, NOW

EVERY = [Topic(event, role) for event in NoticeEvent for role in NoticeRole]


def test_every_line_of_the_table_has_a_sender_and_no_sender_is_without_a_line() -> None:
    declared = {topic for kind in KINDS.values() for topic in kind.topics}
    assert declared == set(TABLE)
    assert all(kind.topics for kind in KINDS.values())
    assert set(EVENTS) == {topic.event for topic in TABLE}


def _sends(kind: MailKind, topic: Topic) -> MailKind:
    def address(_connection: object, _notice: object) -> Iterator[MailDraft]:
        yield MailDraft(AccountId(AUTHOR), {}, topic)

    return replace(kind, address=address)


def test_what_is_not_in_the_table_or_not_declared_is_never_written(engine: Engine) -> None:
    with writing(engine) as connection:
        outbox.add_notice(connection, "test", {}, NOW)
        (notice,) = outbox.unsent_notices(connection)
    for topic in EVERY:
        others = [kind for kind in KINDS.values() if topic not in kind.topics]
        for kind in others[:2] if topic in TABLE else [*others[:1], replace(others[0], topics=tuple(EVERY))]:
            with pytest.raises(UnknownNoticeError):
                make_mails(engine, _sends(kind, topic), notice, NOW)
    with reading(engine) as connection:
        assert not connection.execute(select(MAIL.c.id)).all()
        assert connection.scalars(select(OUTBOX.c.sent_at)).one() is None, "it is tried again"


CHOICES = st.dictionaries(st.tuples(st.sampled_from(NoticeEvent), st.sampled_from(Channel)), st.booleans())
MINE = st.builds(NoticePreference, choices=CHOICES, mobile=st.sampled_from([None, "+4520202020"]))


@given(MINE, st.sampled_from(sorted(TABLE)), st.sampled_from(Channel))
def test_what_is_told_is_what_the_table_says_or_else_what_was_chosen(
    mine: NoticePreference, topic: Topic, channel: Channel
) -> None:
    default, chosen = rule_of(topic).of(channel), mine.choices.get((topic.event, channel))
    told = mine.wants(topic, channel)
    if default is None or (channel is Channel.TEXT and mine.mobile is None):
        assert not told
    elif default is Default.ALWAYS:
        assert told
    else:
        assert told == (default is Default.ON if chosen is None else chosen)


@given(st.sets(st.sampled_from(NoticeRole)), st.sampled_from(NoticeEvent), st.sampled_from(Channel))
def test_whoever_has_several_roles_is_told_what_any_of_them_is(
    roles: set[NoticeRole], event: NoticeEvent, channel: Channel
) -> None:
    rules = {rule_of(Topic(event, role)).of(channel) for role in roles if Topic(event, role) in TABLE}
    found = default_of(event, frozenset(roles), channel)
    assert found == next((one for one in Default if one in rules), None)


def test_own_shifts_at_short_notice_and_one_s_account_cannot_be_switched_off() -> None:
    fixed = {topic.event for topic, rule in TABLE.items() if rule.mail is Default.ALWAYS}
    assert fixed == {NoticeEvent.ACCOUNT, NoticeEvent.SHIFTS_SOON}

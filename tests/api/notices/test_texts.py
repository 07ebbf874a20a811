"""Text messages: to whoever gave a number and wants them, over a real HTTPS service, under one id."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr
from sqlalchemy import Engine, select

from api.access.ids import AccountId
from api.accounts.mobile import read_mobile
from api.accounts.records.preferences import NoticePreference, keep_preference
from api.configuration.texting import read_text_body, read_text_headers, read_text_url
from api.notices.kinds import KINDS
from api.notices.relay import FIRST_WAIT, LEASE, Relay, Round
from api.notices.texting import TextMessage, fill_in
from api.store.engine import reading, writing
from api.store.mail_kinds import MailDraft, MailTask, Outcome
from api.store.notice_table import TABLE, Channel, NoticeEvent
from api.store.tables import MAIL
from api.texts.text_message import ALPHABET, LONGEST, as_text_message, harmless_name
from tests.api.notices.post import publish_twice, settings
from tests.api.notices.receiver import Receiver
from tests.api.store.filled import NOW

MOBILE = "+4520202020"
DAY = NOW + timedelta(days=2, hours=1)
"""The middle of the day after the second roster was published."""
WANTED = {(NoticeEvent.SHIFTS, Channel.TEXT): True}


def relay(engine: Engine, phones: Receiver, at: datetime, **more: object) -> Relay:
    """Return a relay that sends text messages and no mail."""
    chosen = {"smtp_host": None, "text_url": phones.address, **more}
    return Relay(engine, settings(1).model_copy(update=chosen), lambda: at)


def give_number(engine: Engine, account: AccountId, **more: object) -> None:
    with writing(engine) as connection:
        told = {"choices": WANTED, "mobile": MOBILE, **more}
        keep_preference(connection, account, NoticePreference(**told), NOW)  # type: ignore[arg-type]


def outcomes(engine: Engine) -> list[str | None]:
    with reading(engine) as connection:
        return list(connection.scalars(select(MAIL.c.outcome).where(MAIL.c.channel == "text")))


def test_who_gave_a_number_and_wants_it_is_texted_and_nobody_else(engine: Engine, phones: Receiver) -> None:
    _, people = publish_twice(engine)
    give_number(engine, people["1-1"].id)
    give_number(engine, people["1-2"].id, choices={})
    assert relay(engine, phones, DAY).round() == Round(sent=2)
    first, again = sorted((one.document for one in phones.posted), key=lambda one: len(one["message"]))
    assert {first["to"], again["to"]} == {MOBILE}
    assert first["message"].startswith("Test: Vagtplanen er offentliggjort.")
    assert again["message"].startswith("Test: Dine vagter er ændret")
    for said in (first["message"], again["message"]):
        assert len(said) <= LONGEST
        assert "://" not in said
        assert set(said) <= ALPHABET
    assert len({one.headers["idempotency-key"] for one in phones.posted}) == 2


def test_a_text_that_is_refused_is_tried_again_under_the_same_id(engine: Engine, phones: Receiver) -> None:
    _, people = publish_twice(engine)
    give_number(engine, people["1-1"].id)
    phones.answer = lambda before: (500, 302, 429, 429)[before] if before < 4 else 202
    at = DAY
    assert relay(engine, phones, at).round() == Round(failed=2)
    assert relay(engine, phones, at + FIRST_WAIT).round() == Round(failed=2)
    assert relay(engine, phones, at + 4 * FIRST_WAIT).round() == Round(sent=2)
    assert relay(engine, phones, at + 4 * FIRST_WAIT).round() == Round()
    ids = [one.headers["idempotency-key"] for one in phones.posted]
    assert sorted(ids) == sorted(3 * list(dict.fromkeys(ids)))
    assert {one.path for one in phones.posted} == {"/texts"}, "no redirect is followed"


def test_where_the_service_is_not_reached_texts_wait(engine: Engine, phones: Receiver) -> None:
    _, people = publish_twice(engine)
    give_number(engine, people["1-1"].id)
    port, phones.port = phones.port, 1
    assert relay(engine, phones, DAY).round() == Round(failed=1, reached=False)
    phones.port = port
    assert relay(engine, phones, DAY + FIRST_WAIT).round() == Round(sent=2)


def test_a_number_that_was_taken_back_gets_nothing_more(engine: Engine, phones: Receiver) -> None:
    _, people = publish_twice(engine)
    give_number(engine, people["1-1"].id)
    waits = relay(engine, phones, DAY)
    waits._sort()
    give_number(engine, people["1-1"].id, number=1, mobile=None)
    assert waits.round() == Round(sent=2), "done with"
    assert not phones.posted
    assert set(outcomes(engine)) == {Outcome.NOT_NEEDED.value}


def test_trying_it_out_sends_nothing_and_logs_neither_number_nor_text(
    engine: Engine, phones: Receiver, capsys: pytest.CaptureFixture[str]
) -> None:
    _, people = publish_twice(engine)
    give_number(engine, people["1-1"].id)
    assert relay(engine, phones, DAY, text_delivery="log").round() == Round(sent=2)
    assert not phones.posted
    assert outcomes(engine) == [Outcome.LOGGED.value] * 2
    said = "".join(capsys.readouterr())
    assert MOBILE not in said
    assert "ændret" not in said


def test_every_kind_that_the_table_has_texts_for_writes_them() -> None:
    texted = {topic for topic, rule in TABLE.items() if rule.text is not None}
    assert texted == {
        topic for kind in KINDS.values() if kind.text for topic in kind.topics if topic in texted
    }
    assert all(kind.text is not None for kind in KINDS.values() if texted & set(kind.topics))


TOLD = {
    "hotline": "here",
    "shift": "2027-09-29T08:00",
    "first_day": "2027-01-04",
    "last_day": "2027-04-04",
    "at": "2027-01-05T12:00",
    "joined": [["2027-09-29", "08:00", "11:00"]] * 90,
    "left": [["2027-09-29", "08:00", "11:00"]] * 90,
    "n": 90,
}


@given(st.text(max_size=80), st.sampled_from(["da", "en"]), st.booleans())
def test_no_name_makes_a_text_too_long_or_a_link(name: str, language: str, first: bool) -> None:
    told = {**TOLD, "name": name, "at": None if first else TOLD["at"]}
    for kind in ("published", "seats_vacant", "seat_willing", "seat_taken"):
        write = KINDS[kind].text
        assert write is not None
        draft = MailDraft(AccountId("a" * 32), told, KINDS[kind].topics[0])
        said = write(None, MailTask(draft, language, "https://x.dk", NOW))  # type: ignore[arg-type]
        assert said is not None
        text = as_text_message(said)
        assert text == as_text_message(text)
        assert len(said) <= LONGEST, said
        assert set(text) <= ALPHABET
        assert "://" not in text
        assert not set("./\\@") & set(harmless_name(name))


@given(st.text(max_size=400))
def test_any_text_becomes_one_message_of_the_phones_alphabet(said: str) -> None:
    found = as_text_message(said)
    assert len(found) <= LONGEST
    assert set(found) <= ALPHABET


@given(st.text(), st.from_regex(r"\+[1-9][0-9]{7,14}", fullmatch=True))
def test_a_template_is_filled_in_once_and_stays_the_document_that_it_is(text: str, number: str) -> None:
    template = {"to": "{number}", "a": [{"{text}": "x {text} y", "n": 1, "deep": ["{digits}", None]}]}
    for said in (text, "{number}", '"}, "to": "+4599999999', "{id}{digits}"):
        found = fill_in(template, TextMessage("i", number, said))
        assert found == {
            "to": number,
            "a": [{"{text}": "x " + said + " y", "n": 1, "deep": [number[1:], None]}],
        }
        assert json.loads(json.dumps(found)) == found


@pytest.mark.parametrize(
    "url", ["http://sms.example.dk", "https://u@x.dk/", "https:///x", "https://x.dk/#a", "ftp://x"]
)
def test_only_an_encrypted_service_is_texted_through(url: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_text_url(url)


@pytest.mark.parametrize(
    "headers",
    [
        '{"A": "b\\r\\nHost: x"}',
        '{"A\\n": "b"}',
        '{"A": "é"}',
        '{"Host": "x"}',
        "[]",
        '{"A": 1}',
        "{",
        '{"": "x"}',
    ],
)
def test_no_header_is_smuggled_in(headers: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_text_headers(SecretStr(headers))


@pytest.mark.parametrize(
    "body", ["{text} {number}", '{"a": "{text}"}', '{"{text}": "{number}"}', "[1, 2]", "{"]
)
def test_a_template_without_its_places_is_refused(body: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_text_body(body)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("20 20 20 20", MOBILE),
        ("+45 2020-2020", MOBILE),
        ("0045 20202020", MOBILE),
        ("+46701234567", "+46701234567"),
        ("", None),
        ("  ", None),
    ],
)
def test_numbers_are_read_as_people_write_them(typed: str, kept: str | None) -> None:
    assert read_mobile(typed) == kept


@pytest.mark.parametrize(
    "typed", ["112", "1234567", "+0123456789", "20202020\n", "tel:20202020", "٢٠٢٠٢٠٢٠", "2" * 41]
)
def test_what_is_no_number_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_mobile(typed)


def test_a_relay_that_dies_after_sending_has_it_sent_again_under_the_same_id(
    engine: Engine, phones: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, people = publish_twice(engine)
    give_number(engine, people["1-1"].id)

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("api.notices.records.mails.note_outcome", die)
        with pytest.raises(KeyboardInterrupt):
            relay(engine, phones, DAY).round()
    assert len(phones.posted) == 1
    assert relay(engine, phones, DAY).round() == Round(sent=1), "the other one; this is in somebody's hands"
    assert relay(engine, phones, DAY + LEASE).round() == Round(sent=1)
    ids = [one.headers["idempotency-key"] for one in phones.posted]
    assert sorted(map(ids.count, set(ids))) == [1, 2]

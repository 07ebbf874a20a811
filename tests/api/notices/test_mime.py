"""Nothing that anybody can write becomes a header, a receiver or a tag of a mail."""

from __future__ import annotations

from email.headerregistry import Address
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.configuration.mailbox import mailbox
from api.notices import mime as built
from api.notices.mime import LONGEST_SUBJECT, harmless, html_of
from api.publishing import mails as wording
from tests.api.notices.letters import AT as SENT
from tests.api.notices.letters import HEADERS, RECEIVER, SENDER, URL, letter, message, read_back

HOSTILE = [
    "Hotline\r\nBcc: tyv@example.org",
    "Hotline\nSubject: andet",
    "Hotline\r\n\r\n<script>alert(1)</script>",
    "=?utf-8?q?x=0D=0ABcc:_tyv=40example.org?=",
    "=?utf-8?b?DQpCY2M6IHR5dkBleGFtcGxlLm9yZw==?=",
    "x" * 80 + " =?utf-8?q?=0D=0ABcc:_tyv=40example.org?=",
    "a\x00b\x1bc\x85d\u2028e\u202ef",
    "{hotline.__class__} {0} %s %(x)s",
    '"><img src=x onerror=alert(1)>',
    "{{ 7 * 7 }}{% include 'base.html' %}",
    "Ø" * 500,
    "😀" * 80,
    ".\r\n.\r\nQUIT\r\n",
    "From: nogen",
]
LONGEST_ADDRESS = f"{'v' * 64}@{'d' * 63}.{'d' * 63}.{'d' * 61}"
"""Of 64 and 254 characters (RFC 5321)."""
EVERY_CHARACTER = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
ENCODED = st.lists(
    st.sampled_from(
        ["=?", "?=", "utf-8", "?q?", "?b?", "=0D", "=0A", "DQo=", " ", "=", "?", "\r\n", "Bcc: x"]
    ),
    max_size=12,
).map("".join)


class Tags(HTMLParser):
    """Gathers the tags of a page and their attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append(tag)
        self.found += [f"{tag}.{name}" for name, _ in attrs]


def tags(page: str) -> list[str]:
    """Return the tags of a page, in order."""
    reader = Tags()
    reader.feed(page)
    return reader.found


def trouble(hotline: str) -> list[str]:
    """Return what a hotline's name has done to a mail."""
    content = bytes(message(letter(hotline)))
    found = read_back(content)
    page = found.get_body(("html",))
    plain = tags(html_of(letter("x")))
    assert page is not None
    return [
        *(f"header {name}" for name in found if name not in HEADERS),
        *(f"{name} twice" for name in HEADERS if len(found.get_all(name, [])) != 1),
        *(["receivers"] if found["To"].addresses != (RECEIVER,) else []),
        *(["sender"] if found["From"].addresses != (SENDER,) else []),
        *(["tags"] if tags(page.get_content()) != plain else []),
        *(["line"] if any(len(line) > 998 for line in content.split(b"\r\n")) else []),
    ]


@pytest.mark.parametrize("hotline", HOSTILE)
def test_a_hostile_name_breaks_out_of_nothing(hotline: str) -> None:
    assert trouble(hotline) == []


@given(EVERY_CHARACTER | ENCODED)
def test_no_name_breaks_out_of_anything(hotline: str) -> None:
    assert trouble(hotline) == []


def test_without_its_guard_a_word_in_disguise_would_add_a_receiver(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(built, "harmless", lambda subject: subject)
    assert "header Bcc" in trouble("x" * 80 + " =?utf-8?q?=0D=0ABcc:_tyv=40example.org?=")


def test_without_its_guard_a_line_break_would_keep_a_mail_from_being_sent(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(built, "harmless", lambda subject: subject)
    monkeypatch.setattr(wording, "one_line", lambda text: text)
    with pytest.raises(ValueError, match="linefeed"):
        trouble("Hotline\r\nBcc: tyv@example.org")


@pytest.mark.parametrize("length", [LONGEST_SUBJECT, LONGEST_SUBJECT + 1])
def test_a_subject_is_cut_where_it_is_too_long(length: int) -> None:
    assert len(harmless("x" * length)) == LONGEST_SUBJECT
    assert harmless("x" * length).endswith("…") is (length > LONGEST_SUBJECT)


def test_a_message_is_plain_text_and_html_that_say_the_same() -> None:
    found = read_back(bytes(message(letter())))
    parts = {part.get_content_type(): part for part in found.iter_parts()}
    assert found.get_content_type() == "multipart/alternative"
    assert list(parts) == ["text/plain", "text/html"]
    assert {part["Content-Language"] for part in parts.values()} == {"da"}
    for part in parts.values():
        said = part.get_content()
        for words in ("Den Digitale Hotline", "Mandag 4. januar 2027, 08.00–11.00", "17.00–24.00", URL):
            assert words in said
    assert found["Message-ID"] == "<ab12@example.dk>"
    assert found["Auto-Submitted"] == "auto-generated"


def test_the_html_loads_nothing_from_anywhere() -> None:
    found = tags(html_of(letter()))
    assert not [one for one in found if one in ("img", "link", "script", "style") or one.endswith(".src")]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "vagt",
        "@example.dk",
        "vagt@",
        "vagt@example.dk, tyv@example.org",
        "vagt@example.dk,tyv@example.org",
        "vagt@example.dk;tyv@example.org",
        "Vagt <vagt@example.dk>, <tyv@example.org>",
        "vagt@example.dk\r\nBcc: tyv@example.org",
        "vagt@example.dk\n",
        "vagt@example.dk\x00",
        "vagt\u2028@example.dk",
        "vagt@example.dk (tyv)",
        "vagt@example.dk>",
        "va gt@example.dk",
        '"va gt"@example.dk',
        "vagt@@example.dk",
        "vagt@example..dk",
        "vagt@-example.dk",
        "vagt@[127.0.0.1]",
        "vagt@example.dk:25",
        "=?utf-8?q?vagt?=@example.dk",
        "=?utf-8?q?=0ABcc:?= <vagt@example.dk>",
        "vægt@example.dk",
        "v" * 65 + "@example.dk",
        LONGEST_ADDRESS + "d",
    ],
)
def test_what_is_not_one_mailbox_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        mailbox(text)


@pytest.mark.parametrize(
    ("text", "name", "address"),
    [
        ("vagt@example.dk", "", "vagt@example.dk"),
        ("Vagt <vagt@example.dk>", "Vagt", "vagt@example.dk"),
        ('"Vagt, Odense" <vagt+1@example.dk>', "Vagt, Odense", "vagt+1@example.dk"),
        ("Fællesvagt <vagt@fællesvagt.example>", "Fællesvagt", "vagt@xn--fllesvagt-g3a.example"),
        ("<o'vagt@example.dk>", "", "o'vagt@example.dk"),
        (LONGEST_ADDRESS, "", LONGEST_ADDRESS),
    ],
)
def test_one_mailbox_is_read(text: str, name: str, address: str) -> None:
    found = mailbox(text)
    assert (found.display_name, found.addr_spec) == (name, address)
    assert found == Address(name, addr_spec=address)


@given(EVERY_CHARACTER | ENCODED)
def test_whatever_passes_as_a_mailbox_is_one_receiver(text: str) -> None:
    try:
        found = mailbox(text)
    except ValueError:
        return
    made = built.message_of(letter(), sender=SENDER, receiver=found, number="ab12", at=SENT)
    assert read_back(bytes(made))["To"].addresses == (found,)

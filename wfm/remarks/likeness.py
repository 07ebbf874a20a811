"""Rows of agents that look like one human being though `person` does not say so; and the other way round."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from unicodedata import normalize

from wfm.agent import Agent
from wfm.message import Message, Text
from wfm.plan import Plan
from wfm.plan_checks import Records
from wfm.remarks.remark import Remark

ONE_HUMAN_BEING = Text(
    "notice.one_human_being",
    "the same as in {place}, if both are one human being, and another one in each if they are two; {why}",
)
SAME_EMAIL = Text("notice.same_email", "they have one e-mail address")
SAME_PHONE = Text("notice.same_phone", "they have one telephone")
SAME_NAME_AND_MAIL = Text("notice.same_name_and_mail", "they have one name, and addresses that begin alike")
SAME_NAME_IN_PARTS = Text(
    "notice.same_name_in_parts", "they have one name, and part-time work with two employers"
)
NEARLY_THE_SAME = Text(
    "notice.nearly_the_same",
    "exactly what stands in {place}, if both are one human being; only case or spaces differ",
)
OTHER_NAME = Text(
    "notice.other_name",
    "nothing, unless {place} is the same human being; the names have nothing in common",
)
_PHONE_DIGITS = 8
_MOST_ROWS = 2
"""More rows of different names that share an address or a telephone share an office."""

_Sign = Callable[[Agent], str]


def likeness_remarks(plan: Plan, records: Records) -> Iterator[Remark]:
    """Yield rows that look like one human being, each with the first that it looks like."""
    agents = records.agents
    told: set[int] = set()
    for sign, why in _SIGNS:
        for first, index in _alike(agents, sign):
            if index not in told and not _is_said(agents[first], agents[index]):
                told.add(index)
                yield Remark(
                    "agents", index, "person", agents[index].person, ONE_HUMAN_BEING(why=why()), first
                )
    for first, index in _alike(agents, _name_in_parts):
        if (
            index not in told
            and not _is_said(agents[first], agents[index])
            and _add_up(agents[first], agents[index])
        ):
            expected = ONE_HUMAN_BEING(why=SAME_NAME_IN_PARTS())
            yield Remark("agents", index, "person", agents[index].person, expected, first)
    yield from _labels(agents)


def _add_up(one: Agent, other: Agent) -> bool:
    """Tell whether two employments could be one human being's, with two employers."""
    return one.municipality != other.municipality and one.fte + other.fte <= 1


def _is_said(one: Agent, other: Agent) -> bool:
    """Tell whether `person` says of two rows that they are one human being, or that they are two."""
    return bool(one.person and other.person)


def _alike(agents: Sequence[Agent], sign: _Sign) -> Iterator[tuple[int, int]]:
    """Yield pairs of rows that share a sign."""
    rows: dict[str, list[int]] = defaultdict(list)
    for index, agent in enumerate(agents):
        if found := sign(agent):
            rows[found].append(index)
    for same in rows.values():
        names = {_name(agents[index]) for index in same}
        if len(same) > 1 and (len(same) <= _MOST_ROWS or len(names) == 1):
            yield from ((same[0], index) for index in same[1:])
        elif len(same) > 1:
            yield from _of_one_name(agents, same)


def _of_one_name(agents: Sequence[Agent], rows: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield those of many rows with one sign that have one name as well."""
    first: dict[str, int] = {}
    for index in rows:
        other = first.setdefault(_name(agents[index]), index)
        if other != index:
            yield other, index


def _plain(text: str) -> str:
    return " ".join(normalize("NFKC", text).casefold().split())


def _name(agent: Agent) -> str:
    return _plain(agent.name)


def _email(agent: Agent) -> str:
    return _plain(agent.email)


def _phone(agent: Agent) -> str:
    """Return the last digits of a telephone, which it has in every way of writing it."""
    digits = re.sub(r"[^0-9]", "", normalize("NFKC", agent.phone))
    return digits[-_PHONE_DIGITS:] if len(digits) >= _PHONE_DIGITS else ""


def _name_and_mail(agent: Agent) -> str:
    local, at, _ = _email(agent).rpartition("@")
    return f"{_name(agent)}\n{local}" if at and local else ""


def _name_in_parts(agent: Agent) -> str:
    return _name(agent) if agent.fte < 1 else ""


_SIGNS: Sequence[tuple[_Sign, Text]] = (
    (_email, SAME_EMAIL),
    (_phone, SAME_PHONE),
    (_name_and_mail, SAME_NAME_AND_MAIL),
)


def _labels(agents: Sequence[Agent]) -> Iterator[Remark]:
    """Yield labels that are nearly another's, and those that people of different names share."""
    first: dict[str, int] = {}
    for index, agent in enumerate(agents):
        if not agent.person:
            continue
        other = first.setdefault(_plain(agent.person), index)
        expected = None if other == index else _flaw_of_label(agents[other], agent)
        if expected is not None:
            yield Remark("agents", index, "person", agent.person, expected, other)


def _flaw_of_label(one: Agent, other: Agent) -> Message | None:
    if one.person != other.person:
        return NEARLY_THE_SAME()
    words: Mapping[Agent, set[str]] = {who: set(_name(who).split()) for who in (one, other)}
    return OTHER_NAME() if not words[one] & words[other] else None

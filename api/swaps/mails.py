"""The mails about swaps: somebody is asked, has said yes, must say yes, and what came of it.

None of them names anybody.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import UTC, datetime
from enum import StrEnum

from api.access.ids import AccountId, HotlineId, PersonId, SwapId
from api.accounts.records.grants import accounts_of_persons
from api.availability.records.audience import leaders_of
from api.plans.records.answers import read_content
from api.plans.records.facts import find_hotline
from api.plans.records.plans import find_published_revision
from api.replacements.records.audience import coordinators_of
from api.store.engine import Connection, Database, reading
from api.store.errors import MissingError
from api.store.hotlines import code_of
from api.store.mail_kinds import MailDraft, MailKind, MailTask
from api.store.notice_table import NoticeEvent, NoticeRole, Topic
from api.store.outbox import Notice
from api.swaps.kinds import SwapState
from api.swaps.records.swaps import Swap, find_swap
from api.swaps.service import TOLD
from api.texts.letter import WHY, Letter, speak_letter
from api.texts.one_line import one_line
from api.texts.text_message import harmless_name
from api.texts.translator import translator
from wfm.hotline import SwapApproval
from wfm.message import Text


class SwapMail(StrEnum):
    """What somebody is told."""

    ASKED = "asked"
    EXCHANGE = "exchange"
    ACCEPTED = "accepted"
    APPROVE = "approve"
    TAKEN = "taken"
    DONE = "done"
    LEADER = "leader"
    DECLINED = "declined"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


SUBJECTS: Mapping[SwapMail, Text] = {
    SwapMail.ASKED: Text("mail.swap_asked", "Can you take a shift over? {hotline}"),
    SwapMail.EXCHANGE: Text("mail.swap_exchange", "A colleague would exchange shifts with you: {hotline}"),
    SwapMail.ACCEPTED: Text("mail.swap_accepted", "Somebody would take your shift: {hotline}"),
    SwapMail.APPROVE: Text("mail.swap_approve", "A swap waits for your yes: {hotline}"),
    SwapMail.TAKEN: Text("mail.swap_taken", "Somebody else takes the shift over: {hotline}"),
    SwapMail.DONE: Text("mail.swap_done", "Your swap is done: {hotline}"),
    SwapMail.LEADER: Text("mail.swap_leader", "Agents have swapped shifts: {hotline}"),
    SwapMail.DECLINED: Text("mail.swap_declined", "Nobody could take your shift: {hotline}"),
    SwapMail.REJECTED: Text("mail.swap_rejected", "The swap was not approved: {hotline}"),
    SwapMail.WITHDRAWN: Text("mail.swap_withdrawn", "The swap was withdrawn: {hotline}"),
}
SENTENCES: Mapping[SwapMail, Text] = {
    SwapMail.ASKED: Text(
        "mail.say_swap_asked",
        "You are asked whether you would take over the shift {shift:shift} in {hotline}. Whoever says yes "
        "first takes it. Saying no is fine, and nothing is kept of it.",
    ),
    SwapMail.EXCHANGE: Text(
        "mail.say_swap_exchange",
        "You are asked whether you would take the shift {shift:shift} in {hotline} and give one of yours for "
        "it. Saying no is fine, and nothing is kept of it.",
    ),
    SwapMail.ACCEPTED: Text(
        "mail.say_swap_accepted",
        "Somebody would take your shift {shift:shift} in {hotline}. It is yours until the swap is approved; "
        "you are told then.",
    ),
    SwapMail.APPROVE: Text(
        "mail.say_swap_approve",
        "Two agents agree to swap the shift {shift:shift} in {hotline}. You can see what it means, and say "
        "yes or no.",
    ),
    SwapMail.TAKEN: Text(
        "mail.say_swap_taken",
        "You were asked whether you would take over the shift {shift:shift} in {hotline}. Somebody else "
        "does, and you need not answer. Thank you.",
    ),
    SwapMail.DONE: Text(
        "mail.say_swap_done",
        "The swap of the shift {shift:shift} in {hotline} is done, and your calendar follows.",
    ),
    SwapMail.LEADER: Text(
        "mail.say_swap_leader",
        "The shift {shift:shift} in {hotline} has changed hands by a swap of which somebody in your "
        "municipality is a part.",
    ),
    SwapMail.DECLINED: Text(
        "mail.say_swap_declined",
        "Nobody who was asked could take your shift {shift:shift} in {hotline}. It is still yours.",
    ),
    SwapMail.REJECTED: Text(
        "mail.say_swap_rejected",
        "The swap of the shift {shift:shift} in {hotline} was not approved. The shifts stay as they were.",
    ),
    SwapMail.WITHDRAWN: Text(
        "mail.say_swap_withdrawn",
        "The swap of the shift {shift:shift} in {hotline} was withdrawn. The shifts stay as they were.",
    ),
}
SEE_SWAP = Text("mail.see_swap", "See the swap")

TEXT_ASKED = Text(
    "text.swap_asked",
    "{hotline}: A colleague asks whether you would take or exchange the shift {shift:shift}. Answer in "
    "Fællesvagt.",
)
TEXT_TAKEN = Text(
    "text.swap_taken", "{hotline}: Somebody else takes the shift {shift:shift} over. You need not answer."
)
AGENT_ASKED = Topic(NoticeEvent.SWAP_ASKED, NoticeRole.AGENT)
AGENT_TOLD = Topic(NoticeEvent.SWAP_STATE, NoticeRole.AGENT)
LEADER_TOLD = Topic(NoticeEvent.SWAP_STATE, NoticeRole.LEADER)
APPROVERS: Mapping[SwapApproval, Topic] = {
    SwapApproval.LEADER: Topic(NoticeEvent.SWAP_APPROVAL, NoticeRole.LEADER),
    SwapApproval.COORDINATOR: Topic(NoticeEvent.SWAP_APPROVAL, NoticeRole.COORDINATOR),
}

Receivers = Iterator[tuple[AccountId, SwapMail]]


def _address(connection: Connection, notice: Notice) -> Iterator[MailDraft]:
    """Yield a mail for everybody whom it concerns, but for who did it; one for each account."""
    told = notice.payload
    try:
        swap = find_swap(connection, HotlineId(told["hotline"]), SwapId(told["swap"]))
    except MissingError:
        return
    line = read_content(connection, find_published_revision(connection, swap.plan)).hotline()
    begins = datetime.fromisoformat(swap.gives_shift).replace(tzinfo=line.zone).astimezone(UTC)
    common = {
        "swap": swap.id,
        "shift": swap.gives_shift,
        "hotline": code_of(connection, swap.hotline),
        "name": line.name,
    }
    served = {told["by"]}
    for account, kind in _receivers(connection, swap, SwapState(told["state"])):
        if account not in served:
            served.add(account)
            what = {**common, "kind": kind.value, "state": told["state"]}
            yield MailDraft(
                account, what, _topic_of(kind, swap.approval), hotline=swap.hotline, useful_until=begins
            )


def _topic_of(kind: SwapMail, approval: SwapApproval) -> Topic:
    if kind is SwapMail.APPROVE:
        return APPROVERS[approval]
    if kind is SwapMail.LEADER:
        return LEADER_TOLD
    return AGENT_ASKED if kind in (SwapMail.ASKED, SwapMail.EXCHANGE, SwapMail.TAKEN) else AGENT_TOLD


def _receivers(connection: Connection, swap: Swap, state: SwapState) -> Receivers:
    taker = set[PersonId]() if swap.taker is None else {swap.taker}
    asked = {ask.person for ask in swap.asks if not ask.declined}
    parties, kind = taker | {swap.gives}, SwapMail.ASKED if swap.takes_shift is None else SwapMail.EXCHANGE
    told: Mapping[SwapState, tuple[set[PersonId], SwapMail]] = {
        SwapState.PROPOSED: (asked, kind),
        SwapState.ACCEPTED: ({swap.gives}, SwapMail.ACCEPTED),
        SwapState.DONE: (parties, SwapMail.DONE),
        SwapState.DECLINED: ({swap.gives}, SwapMail.DECLINED),
        SwapState.REJECTED: (parties, SwapMail.REJECTED),
        SwapState.WITHDRAWN: (taker or asked, SwapMail.WITHDRAWN),
    }
    yield from _people(connection, *told[state])
    if state is SwapState.ACCEPTED:
        yield from _approvers(connection, swap)
    if state is SwapState.DONE:
        for account in sorted(leaders_of(connection, swap.hotline, swap.municipalities)):
            yield account, SwapMail.LEADER
    first = SwapState.DONE if swap.approval is SwapApproval.NONE else SwapState.ACCEPTED
    if state is first:
        yield from _people(connection, asked - taker, SwapMail.TAKEN)


def _approvers(connection: Connection, swap: Swap) -> Receivers:
    if swap.approval is SwapApproval.COORDINATOR:
        found = sorted(coordinators_of(connection, swap.hotline))
    else:
        found = sorted(leaders_of(connection, swap.hotline, swap.municipalities))
    for account in found:
        yield account, SwapMail.APPROVE


def _people(connection: Connection, persons: Collection[PersonId], kind: SwapMail) -> Receivers:
    for account in sorted(accounts_of_persons(connection, sorted(persons))):
        yield account, kind


def _text(database: Database, task: MailTask) -> str | None:
    """Return what is texted to whoever is asked; nothing of the rest."""
    told = task.draft.payload
    if task.draft.topic != AGENT_ASKED or _write(database, task) is None:
        return None
    text = TEXT_TAKEN if told["kind"] == SwapMail.TAKEN else TEXT_ASKED
    said = text(shift=told["shift"], hotline=harmless_name(told["name"]))
    return translator(task.language).sentence(said)


def _write(database: Database, task: MailTask) -> Letter | None:
    told = task.draft.payload
    kind = SwapMail(told["kind"])
    with reading(database) as connection:
        hotline = find_hotline(connection, told["hotline"]).id
        try:
            swap = find_swap(connection, hotline, SwapId(told["swap"]))
        except MissingError:
            return None
    waits = SwapState(told["state"]).is_open and kind is not SwapMail.TAKEN
    if waits and swap.state(task.at).value != told["state"]:  # things went on before the mail was sent
        return None
    about = {"shift": told["shift"], "hotline": one_line(told["name"])}
    return speak_letter(
        translator(task.language),
        subject=SUBJECTS[kind](hotline=about["hotline"]),
        opening=SENTENCES[kind](**about),
        action=SEE_SWAP(),
        url=task.link("/swaps"),
        closing=(WHY(),),
    )


MAILS = (
    MailKind(TOLD, _address, _write, (AGENT_ASKED, AGENT_TOLD, LEADER_TOLD, *APPROVERS.values()), text=_text),
)

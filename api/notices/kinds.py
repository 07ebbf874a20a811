"""All kinds of mails there are, gathered from the capabilities that declare them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from api.accounts import mails as accounts
from api.availability import mails as availability
from api.fortnight import mails as fortnight
from api.notices.records.addressing import make_mails, notices_to_sort
from api.proposals import mails as proposals
from api.publishing import mails as publishing
from api.replacements import mails as replacements
from api.runs import mails as runs
from api.store.engine import Database
from api.store.mail_kinds import MailKind
from api.store.notice_table import Channel
from api.store.outbox import Notice
from api.swaps import mails as swaps
from api.webhooks import mails as webhooks
from api.worked import mails as worked

KINDS: Mapping[str, MailKind] = {
    kind.name: kind
    for kind in (
        *accounts.MAILS,
        *publishing.MAILS,
        *availability.MAILS,
        *runs.MAILS,
        *proposals.MAILS,
        *replacements.MAILS,
        *swaps.MAILS,
        *worked.MAILS,
        *fortnight.MAILS,
        *webhooks.MAILS,
    )
}
"""By the kind of the notices."""


def kind_named(name: str) -> MailKind:
    """Return the kind of a mail.

    Raises
    ------
    ValueError
        Where there is none of that name, such as after a return to an older release.
    """
    found = KINDS.get(name)
    if found is None:
        raise ValueError(f"no kind of mail is called {name}")
    return found


def find_notices(database: Database, due: datetime | None = None) -> tuple[Notice, ...]:
    """Return the oldest notices of which mails are to be made; those only that are due by then."""
    return notices_to_sort(database, KINDS.keys(), due)


def sort(
    database: Database, notice: Notice, at: datetime, channels: Collection[Channel] = (Channel.MAIL,)
) -> int:
    """Make the mails and text messages of a notice; return how many, none where somebody else has made them.

    Raises
    ------
    StoreError, InputError
        Where what the notice tells of cannot be read.
    """
    return make_mails(database, KINDS[notice.kind], notice, at, channels)

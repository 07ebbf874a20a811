"""A process whose children relay mails and are killed at a moment; no code of ours knows of it.

It reads orders, one JSON document a line, forks a child for each, and answers with what became of it.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import traceback
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from api.logs import configure
from api.notices import smtp as handing
from api.notices.records import mails
from api.notices.relay import Relay
from api.rendering.templates import environment
from api.store.engine import open_engine, writing
from api.store.notice_table import Channel
from tests.api.notices.post import settings

SENDING, SENT, NOTED = "sending", "sent", "noted"


@dataclass(frozen=True)
class Order:
    """What a child is to do.

    Parameters
    ----------
    place, port, at
        The database, the mail server, and what time it is.
    when
        About to send, just after it, or when noting it (nothing of which is kept), or empty.
    count
        At which mail.
    after
        Seconds after which it dies wherever it is; 0 for never.
    careless
        Whether it notes mails as sent before they are.
    """

    place: str
    port: int
    at: str
    when: str = ""
    count: int = 1
    after: float = 0
    careless: bool = False


def dying(step: Callable[..., Any], order: Order, *, before: bool = False) -> Callable[..., Any]:
    """Return a step after or before which the process dies, once it is the ordered mail's turn."""
    calls = 0

    def wrapped(*given: Any, **named: Any) -> Any:
        nonlocal calls
        calls += 1
        if before and calls == order.count:
            os.kill(os.getpid(), signal.SIGKILL)
        found = step(*given, **named)
        if calls == order.count:
            os.kill(os.getpid(), signal.SIGKILL)
        return found

    return wrapped


def arm(order: Order) -> None:
    """Let this process die at the ordered moment."""
    if order.careless:
        careless()
    send = handing.Submission.send
    if order.when in (SENDING, SENT):
        handing.Submission.send = dying(send, order, before=order.when == SENDING)  # type: ignore[method-assign]
    elif order.when == NOTED:
        mails.note_outcome = dying(mails.note_outcome, order)
    if order.after:
        signal.setitimer(signal.ITIMER_REAL, order.after)  # nobody handles it, so it ends the process


def careless() -> None:
    """Note each mail as sent as soon as it is claimed."""
    claim = Relay._claim

    def claimed(relay: Relay, channel: Channel) -> Any:
        mail = claim(relay, channel)
        if mail is not None:
            with writing(relay.database) as connection:
                mails.note_outcome(connection, mail, mails.Outcome.SENT, relay.now())
        return mail

    Relay._claim = claimed  # type: ignore


def relay_as(order: Order) -> None:
    """Relay what is due."""
    arm(order)
    engine = open_engine(order.place)
    at = datetime.fromisoformat(order.at)
    Relay(engine, settings(order.port), lambda: at).round()


def carry_out(order: Order) -> bool:
    """Fork a child for an order; tell whether it was killed."""
    child = os.fork()
    if child == 0:
        try:
            relay_as(order)
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    if os.WIFEXITED(status) and os.WEXITSTATUS(status):
        raise RuntimeError("a child failed")
    return os.WIFSIGNALED(status)


def main() -> None:
    """Carry out orders until there are no more."""
    configure("error", "json", sys.stderr)
    environment("da").get_template("mail/letter.html")  # children find it loaded
    for line in sys.stdin:
        killed = carry_out(Order(**json.loads(line)))
        sys.stdout.write(json.dumps({"killed": killed}) + "\n")
        sys.stdout.flush()


def written(order: Order) -> str:
    """Return an order as a line."""
    return json.dumps(asdict(order)) + "\n"


if __name__ == "__main__":
    main()

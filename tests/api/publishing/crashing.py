"""A process whose children publish and are killed at a given SQL statement; no code of ours knows of it.

It reads orders, one JSON document a line, forks a child for each, and answers with what became of it.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from dataclasses import asdict, dataclass
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import Engine, event

from api.access.ids import PlanId, VersionNumber
from api.publishing.service import NoticeAgreement, publish
from api.store.engine import open_engine
from api.store.migrate import upgrade
from tests.api.store.filled import AUTHOR, NOW, fill, request

COMMIT, ANSWER = "commit", "answer"


@dataclass(frozen=True)
class Order:
    """What a child is to do.

    Parameters
    ----------
    place, plan, number, expected, key
        What to publish, where.
    when
        ``before`` or ``after`` a statement, ``commit`` (just before it), ``answer`` (done, but not yet
        told), or empty: not at all.
    statement
        Number of the statement, from 1.
    commits_after
        Text of a statement after which a commit is planted; empty for none.
    """

    place: str
    plan: PlanId
    number: int
    expected: int
    key: str
    when: str = ""
    statement: int = 0
    commits_after: str = ""


@dataclass(frozen=True)
class End:
    """What became of a child: whether it was killed, whether it told that it was done, statements run."""

    killed: bool
    told: bool
    statements: int


def arm(engine: Engine, order: Order, done: list[str]) -> None:
    """Kill this process at the ordered moment, and plant a commit where one is ordered."""

    def before(*told: Any) -> None:
        done.append(str(told[2]))
        if order.when == "before" and len(done) == order.statement:
            die()

    def after(*told: Any) -> None:
        if order.commits_after and order.commits_after in str(told[2]):
            told[0].connection.driver_connection.commit()
        if order.when == "after" and len(done) == order.statement:
            die()

    def commit(*told: Any) -> None:
        if order.when == COMMIT:
            sys.stdout.write(json.dumps({"statements": len(done)}) + "\n")
            sys.stdout.flush()
            die()

    event.listen(engine, "before_cursor_execute", before)
    event.listen(engine, "after_cursor_execute", after)
    event.listen(engine, "commit", commit)


def die() -> None:
    """End as if the power had gone."""
    os.kill(os.getpid(), signal.SIGKILL)


def publish_as(order: Order) -> None:
    """Publish, and tell that it is done."""
    engine = open_engine(order.place)
    done: list[str] = []
    arm(engine, order, done)
    asked = request(order.key)
    publish(
        engine,
        order.plan,
        VersionNumber(order.number),
        expected=order.expected,
        author=AUTHOR,
        at=NOW,
        request=asked,
        agreed=NoticeAgreement(0),
        accept_short_notice=True,
    )
    if order.when == ANSWER:
        die()
    sys.stdout.write(json.dumps({"told": True, "statements": len(done)}) + "\n")
    sys.stdout.flush()


def carry_out(order: Order) -> End:
    """Fork a child for an order, and wait for its end."""
    reads, writes = os.pipe()
    child = os.fork()
    if child == 0:
        os.dup2(writes, sys.stdout.fileno())
        try:
            publish_as(order)
        finally:
            os._exit(0 if sys.exc_info()[0] is None else 1)
    os.close(writes)
    with os.fdopen(reads, encoding="utf-8") as said:
        lines = [json.loads(line) for line in said]
    _, status = os.waitpid(child, 0)
    merged: dict[str, Any] = {key: value for line in lines for key, value in line.items()}
    return End(os.WIFSIGNALED(status), bool(merged.get("told")), int(merged.get("statements", 0)))


def warm_up() -> None:
    """Publish once, so that children find catalogues and readers loaded; no connection stays open."""
    with TemporaryDirectory() as folder:
        engine = open_engine(folder)
        upgrade(engine)
        fill(engine)
        engine.dispose()


def main() -> None:
    """Carry out orders until there are no more."""
    warm_up()
    for line in sys.stdin:
        end = carry_out(Order(**json.loads(line)))
        sys.stdout.write(json.dumps(asdict(end)) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()

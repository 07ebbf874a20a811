"""Of those who wait to write few are patient: the others hold no thread for somebody who does not end."""

from __future__ import annotations

import time
from threading import Event, Thread

import pytest
from sqlalchemy import Engine

from api.store import turns
from api.store.engine import reading, writing
from api.store.errors import UnavailableError
from api.store.turns import Turns

AT_ONCE, PATIENT = 2, 3


@pytest.fixture(autouse=True)
def _short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "PATIENT", PATIENT)
    monkeypatch.setattr(turns, "STUCK_SECONDS", 0.05)


def ends_of(turn: Turns, many: int, wait: float, release: Event) -> list[bool]:
    """Let so many wait; release who writes as soon as all but the patient ones have given up."""
    ends: list[bool] = []

    def write() -> None:
        try:
            with turn.turn(wait):
                ends.append(True)
        except UnavailableError:
            ends.append(False)

    threads = [Thread(target=write) for _ in range(many)]
    for thread in threads:
        thread.start()
    until = time.monotonic() + 5
    while len(ends) < many - PATIENT and time.monotonic() < until:
        time.sleep(0.005)
    release.set()
    for thread in threads:
        thread.join()
    return ends


def test_the_patient_get_their_turn_and_the_others_give_up_while_somebody_is_stuck() -> None:
    turn, held, release = Turns(1), Event(), Event()

    def hold() -> None:
        with turn.turn(1):
            held.set()
            release.wait()

    stuck = Thread(target=hold)
    stuck.start()
    held.wait()
    ends = ends_of(turn, 20, 10.0, release)
    stuck.join()
    assert ends.count(True) == PATIENT
    assert ends[: 20 - PATIENT] == [False] * (20 - PATIENT)


def test_as_long_as_it_goes_on_everybody_waits() -> None:
    turn, ends = Turns(AT_ONCE), list[bool]()

    def write() -> None:
        with turn.turn(10):
            time.sleep(0.01)
        ends.append(True)

    threads = [Thread(target=write) for _ in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(ends) == 40


def test_a_turn_is_given_back_after_a_fault() -> None:
    turn = Turns(1)
    with pytest.raises(ValueError, match="wrong"), turn.turn(1):
        raise ValueError("wrong")
    with turn.turn(0.01):
        pass


def test_who_waits_to_write_leaves_connections_to_those_who_read(engine: Engine) -> None:
    release, begun = Event(), Event()

    def hold() -> None:
        with writing(engine) as connection:
            connection.exec_driver_sql("UPDATE audit_head SET seq = seq")
            begun.set()
            release.wait(10)

    def wait() -> None:
        try:
            with writing(engine) as connection:
                connection.exec_driver_sql("UPDATE audit_head SET seq = seq")
        except UnavailableError:
            pass

    threads = [Thread(target=hold), *(Thread(target=wait) for _ in range(30))]
    threads[0].start()
    begun.wait(10)
    for thread in threads[1:]:
        thread.start()
    with reading(engine) as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM audit_head").scalar() == 1
    release.set()
    for thread in threads:
        thread.join()

"""Throw files made to harm at every door that reads files: ``python -m benchmarks.hostile_uploads``.

The service runs as it does for a federation, in a process of its own; beside the uploads somebody asks for
``/healthz`` ten times a second, and the memory of the service and of its readers is looked at. The commands
(`wfm check`, `wfm merge`, `wfm import`) read one file of each family. Prints ``name = value (target)``; exit
status 1 where a target is missed.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Lock, Thread
from typing import Any

from api.access.roles import Role
from api.accounts.records import access_tokens, accounts, grants
from api.plans.records.facts import find_hotline, find_plan
from api.store.engine import Database, open_engine, reading, writing
from api.store.migrate import upgrade
from benchmarks.hostile_files import FAMILIES, HostileFile, hostile_file
from benchmarks.polling import serving
from tests.api.filled_service import CODE, FIRST_DAY
from tests.api.store.filled import fill

HOST = "127.0.0.1"
SECONDS, HEALTH_MS, MEMORY_MB = 5.0, 100.0, 512.0
EVERY = 0.1
WHOLE = {400, 413, 415}
"""Statuses that speak of the whole file, so that there is no place in it."""
COMMANDS = ("check", "merge", "import")
LIMIT = 120.0
"""Seconds after which a command is given up."""


@dataclass
class Seen:
    """What came of the files."""

    slowest: float = 0.0
    late: list[str] = field(default_factory=list)
    refused: int = 0
    sound: int = 0
    wrong: list[str] = field(default_factory=list)
    health: list[float] = field(default_factory=list)
    service_mb: float = 0.0
    readers_mb: float = 0.0
    lock: Lock = field(default_factory=Lock)

    def took(self, what: str, seconds: float) -> None:
        """Note how long something took."""
        self.slowest = max(self.slowest, seconds)
        if seconds > SECONDS:
            self.late.append(f"{what}: {seconds:.1f} s")


@dataclass(frozen=True)
class Target:
    """A service that files are thrown at."""

    database: Database
    port: int
    process: int
    token: str

    def newest(self, address: str) -> int:
        """Return the number that a change at an address begins with."""
        with reading(self.database) as connection:
            hotline = find_hotline(connection, CODE).id
            facts = find_plan(connection, hotline, date.fromisoformat(FIRST_DAY))
        return facts.version if address.endswith("/versions") else facts.revision

    def send(
        self, method: str, address: str, media: str, content: bytes, key: str
    ) -> tuple[int, dict[str, Any]]:
        """Return status and document of the answer to an upload."""
        connection = http.client.HTTPConnection(HOST, self.port, timeout=LIMIT)
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": media, "Idempotency-Key": key}
        try:
            connection.request(method, address, content, {**headers, "If-Match": f'"{self.newest(address)}"'})
            answer = connection.getresponse()
            text = answer.read()
        finally:
            connection.close()
        found = json.loads(text) if "json" in answer.headers.get("Content-Type", "") else {}
        return answer.status, found


def main(arguments: Sequence[str]) -> int:
    """Throw, and print what came of it."""
    parser = argparse.ArgumentParser("python -m benchmarks.hostile_uploads")
    parser.add_argument("--files", type=int, default=500)
    parser.add_argument("--no-commands", dest="commands", action="store_false")
    asked = parser.parse_args(arguments)
    seen = Seen()
    with target() as aim, watched(aim, seen):
        for seed in range(asked.files):
            throw(aim, seed, hostile_file(seed), seen)
    commands = Seen()
    if asked.commands:
        for seed in range(min(asked.files, len(FAMILIES))):
            give(hostile_file(seed), commands)
    return _told(asked.files, seen, commands)


@contextmanager
def target() -> Iterator[Target]:
    """Run a service with a plan, and a coordinator who sends it files."""
    with TemporaryDirectory(prefix="faellesvagt-hostile-") as place, ExitStack() as stack:
        database = open_engine(Path(place))
        stack.callback(database.dispose)
        upgrade(database)
        fill(database)
        now = datetime.now(UTC)
        with writing(database) as connection:
            account = accounts.make(connection, "sender@example.org", "en", by=None, at=now)
            hotline = find_hotline(connection, CODE).id
            grants.give(connection, account.id, Role.COORDINATOR, hotline=hotline, by=None, at=now)
            token = access_tokens.make(connection, account.id, "hostile", at=now, lasts=timedelta(days=1))[1]
        port, process = stack.enter_context(serving(Path(place), ""))
        yield Target(database, port, process, token)


def throw(aim: Target, seed: int, file: HostileFile, seen: Seen) -> None:
    """Send a file to every door that reads such files."""
    for number, (method, address) in enumerate(file.doors):
        what = f"{seed} {file.trick}, {method} {address}"
        began = time.perf_counter()
        status, document = aim.send(method, address, file.media, file.content, f"{seed}-{number}")
        seen.took(what, time.perf_counter() - began)
        if status in (200, 201):
            seen.sound += 1
        elif 400 <= status < 500 and (has_place(document) or status in WHOLE):
            seen.refused += 1
        else:
            seen.wrong.append(f"{what}: {status} {str(document)[:200]}")


def has_place(document: dict[str, Any]) -> bool:
    """Tell whether an answer says where the fault is."""
    faults = document.get("faults", [])
    return bool(document.get("errors")) or (bool(faults) and all(fault["file"] for fault in faults))


def give(file: HostileFile, seen: Seen) -> None:
    """Give a file to every command that reads such files."""
    with TemporaryDirectory(prefix="faellesvagt-hostile-") as place:
        folder = Path(place)
        for command, arguments in _given(file, folder):
            began = time.perf_counter()
            wfm = str(Path(sys.executable).with_name("wfm"))
            environment = {**os.environ, "WFM_DATA_FOLDER": str(folder / "data")}
            done = subprocess.run(
                [wfm, command, *arguments, "--lang", "en"],
                capture_output=True,
                timeout=LIMIT,
                env=environment,
                cwd=folder,
                check=False,
            )
            seen.took(f"{file.trick}, wfm {command}", time.perf_counter() - began)
            said = (done.stdout + done.stderr).decode(errors="replace")
            if done.returncode == 0:
                seen.sound += 1
            elif done.returncode == 2 and said.strip() and "Traceback" not in said:
                seen.refused += 1
            else:
                seen.wrong.append(f"{file.trick}, wfm {command}: {done.returncode} {said[-300:]}")


def _given(file: HostileFile, folder: Path) -> Iterator[tuple[str, list[str]]]:
    """Yield commands that read a file, and what they are given; tables lie in a plan folder, as files do."""
    hostile = folder / f"hostile{file.suffix}"
    hostile.write_bytes(file.content)
    if file.suffix == ".xlsx":
        yield "check", [str(hostile)]
        plan = _plan_folder(folder)
        yield "merge", [str(plan), str(hostile)]
        yield "import", [str(hostile)]
    elif file.suffix == ".csv":
        plan = _plan_folder(folder)
        (plan / "agents.csv").write_bytes(file.content)
        yield "check", [str(plan)]
        yield "import", [str(plan)]
    elif file.suffix == ".zip":
        plan = _plan_folder(folder)
        for name, content in file.unpacked().items():
            (plan / name).write_bytes(content)
        yield "check", [str(plan)]
        yield "import", [str(plan)]


def _plan_folder(folder: Path) -> Path:
    from tests.api.plans.uploads.malformed import folder as files

    plan = folder / "plan"
    plan.mkdir(exist_ok=True)
    for name, content in files().items():
        (plan / name).write_bytes(content)
    return plan


@contextmanager
def watched(aim: Target, seen: Seen) -> Iterator[None]:
    """Ask for the service's health, and look at its memory, as long as the context is open."""
    stopped = Event()

    def work() -> None:
        connection = http.client.HTTPConnection(HOST, aim.port, timeout=LIMIT)
        while not stopped.wait(EVERY):
            began = time.perf_counter()
            try:
                connection.request("GET", "/healthz")
                status = connection.getresponse().read()
            except (OSError, http.client.HTTPException) as error:
                seen.wrong.append(f"/healthz: {type(error).__name__}")
                connection.close()
                continue
            seen.health.append(1000 * (time.perf_counter() - began) if status else 1e9)
            service, readers = _memory(aim.process)
            seen.service_mb = max(seen.service_mb, service)
            seen.readers_mb = max(seen.readers_mb, readers)
        connection.close()

    thread = Thread(target=work, daemon=True)
    thread.start()
    try:
        yield
    finally:
        stopped.set()
        thread.join()


def _memory(process: int) -> tuple[float, float]:
    """Return the memory of a process, and of all that it started, in megabytes."""
    own, others = 0.0, 0.0
    parents, sizes = {}, {}
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            told = (entry / "stat").read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        parents[int(entry.name)], sizes[int(entry.name)] = int(told[1]), int(told[21]) * 4096 / 1e6
    for one, size in sizes.items():
        above = one
        while above in parents and above != process:
            above = parents[above]
        if one == process:
            own = size
        elif above == process:
            others += size
    return own, others


def _told(files: int, seen: Seen, commands: Seen) -> int:
    ordered = sorted(seen.health) or [0.0]
    for wrong in (*seen.wrong, *commands.wrong, *seen.late, *commands.late)[:40]:
        print(wrong, file=sys.stderr)
    print(f"files = {files}, of {len(FAMILIES)} families")
    print(f"uploads refused with a place = {seen.refused}; sound after all = {seen.sound}")
    print(f"uploads answered otherwise = {len(seen.wrong)} (0)")
    print(f"slowest upload = {seen.slowest:.1f} s (at most {SECONDS:.0f} s); later ones = {len(seen.late)}")
    print(f"/healthz, most milliseconds = {ordered[-1]:.0f} (at most {HEALTH_MS:.0f})")
    print(f"/healthz, p99 milliseconds = {ordered[int(0.99 * (len(ordered) - 1))]:.0f}")
    print(f"service, most memory = {seen.service_mb:.0f} MB (at most {MEMORY_MB:.0f} MB)")
    print(f"its readers together, most memory = {seen.readers_mb:.0f} MB")
    print(f"commands refused with a sentence = {commands.refused}; sound after all = {commands.sound}")
    print(f"commands that ended otherwise = {len(commands.wrong)} (0)")
    slowest = f"{commands.slowest:.1f} s (at most {SECONDS:.0f} s)"
    print(f"slowest command = {slowest}; later ones = {len(commands.late)}")
    missed = seen.wrong or commands.wrong or seen.late or commands.late
    return int(bool(missed) or ordered[-1] > HEALTH_MS or seen.service_mb > MEMORY_MB)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

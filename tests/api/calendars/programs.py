"""Calendar programs that people use, each as a subscriber of one address; what they show after a poll."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from xml.etree import ElementTree

import httpx2
import pytest
from icalendar import Calendar

ZONE = "Europe/Copenhagen"
FROM, DAYS = "2027-01-01", 20
PATIENCE = 20
WITHOUT = "no calcurse found: apt-get install calcurse"


@dataclass(frozen=True)
class Entry:
    """A shift as a program shows it, by the clock in Denmark."""

    start: str
    end: str
    title: str
    cancelled: bool


class Program(Protocol):
    """A calendar program."""

    def poll(self) -> dict[str, Entry]:
        """Ask for the calendar, and return what is shown then, by start."""


def run(folder: Path, *command: str | Path) -> str:
    """Run a program with a home of its own; return what it prints."""
    home = {"HOME": str(folder), "PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "TZ": ZONE}
    done = subprocess.run(
        command, cwd=folder, env=home, capture_output=True, text=True, timeout=120, check=False
    )
    if done.returncode:
        pytest.fail(f"{command[0]}: {done.stderr}")
    return done.stdout


def ours(name: str) -> Path:
    """Return a program of this environment."""
    return Path(sys.executable).with_name(name)


class Khal:
    """vdirsyncer, which subscribes, and khal, which shows."""

    def __init__(self, folder: Path, address: str) -> None:
        self.folder = folder
        (folder / "calendar").mkdir(parents=True)
        (folder / "vdirsyncer.conf").write_text(
            _pair(folder, address, f'type = "filesystem"\npath = "{folder}/calendar"\nfileext = ".ics"')
        )
        formats = "\n".join(
            f"{name} = {form}"
            for name, form in {
                "timeformat": "%H:%M",
                "dateformat": "%Y-%m-%d",
                "longdateformat": "%Y-%m-%d",
                "datetimeformat": "%Y-%m-%d %H:%M",
                "longdatetimeformat": "%Y-%m-%d %H:%M",
            }.items()
        )
        (folder / "khal.conf").write_text(
            f"[calendars]\n[[hotline]]\npath = {folder}/calendar\n"
            f"[locale]\nlocal_timezone = {ZONE}\ndefault_timezone = {ZONE}\n{formats}\n"
            f"[sqlite]\npath = {folder}/khal.db\n"
        )
        run(folder, ours("vdirsyncer"), "-c", "vdirsyncer.conf", "discover")

    def poll(self) -> dict[str, Entry]:
        run(self.folder, ours("vdirsyncer"), "-c", "vdirsyncer.conf", "sync")
        line = "{start-long}|{end-time}|{status}|{title}"
        listed = run(
            self.folder, ours("khal"), "-c", "khal.conf", "list",
            "--day-format", "", "-f", line, FROM, f"{DAYS}d",
        )  # fmt: skip
        rows = [row.strip().split("|") for row in listed.splitlines() if row.strip()]
        return {
            start: Entry(start, end, title.strip(), status.strip() == "CANCELLED")
            for start, end, status, title in rows
        }

    def files(self) -> set[bytes]:
        """Return the events as they lie there, by whatever names."""
        return {path.read_bytes() for path in (self.folder / "calendar").iterdir()}


class Calcurse:
    """calcurse, which imports: whoever uses it takes the whole calendar in anew, if it changed."""

    def __init__(self, folder: Path, address: str) -> None:
        found = shutil.which("calcurse")
        if found is None:
            if os.environ.get("CI"):
                pytest.fail(WITHOUT)
            pytest.skip(WITHOUT)
        self.program, self.folder, self.address = found, folder, address
        self.etag, self.taken_in = "", 0
        folder.mkdir()

    def poll(self) -> dict[str, Entry]:
        answer = httpx2.get(self.address, headers={"If-None-Match": self.etag} if self.etag else {})
        if answer.status_code != 304:
            assert answer.status_code == 200
            self.etag, self.taken_in = answer.headers["etag"], self.taken_in + 1
            shutil.rmtree(self.folder / "data", ignore_errors=True)
            (self.folder / "feed.ics").write_bytes(answer.content)
            run(self.folder, *self._calcurse, "--quiet", "--import", "feed.ics")
        form = "%(start:%Y-%m-%d %H:%M)|%(end:%H:%M)|%m\\n"
        listed = run(
            self.folder, *self._calcurse, "--query", "--from", "01/01/2027", "--days", str(DAYS),
            "--format-apt", form,
        )  # fmt: skip
        rows = [row.split("|") for row in listed.splitlines() if "|" in row]
        return {s: Entry(s, e, title, title.startswith("Aflyst:")) for s, e, title in rows}

    @property
    def _calcurse(self) -> tuple[str, ...]:
        return self.program, "--datadir", "data", "--confdir", "data"


class Radicale:
    """A Radicale collection into which vdirsyncer puts the calendar; read by CalDAV, as telephones do."""

    def __init__(self, folder: Path, address: str, server: str) -> None:
        self.folder = folder
        folder.mkdir()
        self.collection = f"{server}/anybody/vagter/"
        self.headers = {"Authorization": "Basic " + b64encode(b"anybody:anything").decode()}
        made = httpx2.request("MKCALENDAR", self.collection, headers=self.headers)
        assert made.status_code == 201, made.text
        there = f'type = "caldav"\nurl = "{self.collection}"\nusername = "anybody"\npassword = "anything"'
        (folder / "vdirsyncer.conf").write_text(_pair(folder, address, there))
        run(folder, ours("vdirsyncer"), "-c", "vdirsyncer.conf", "discover")

    def poll(self) -> dict[str, Entry]:
        run(self.folder, ours("vdirsyncer"), "-c", "vdirsyncer.conf", "sync")
        return {entry.start: entry for entry, _ in self._items()}

    def etags(self) -> dict[str, str]:
        """Return the ETag of each event in the collection, by start."""
        return {entry.start: etag for entry, etag in self._items()}

    def _items(self) -> Iterator[tuple[Entry, str]]:
        asked = (
            '<c:calendar-query xmlns:c="urn:ietf:params:xml:ns:caldav" xmlns:d="DAV:"><d:prop><d:getetag/>'
            '<c:calendar-data/></d:prop><c:filter><c:comp-filter name="VCALENDAR"/></c:filter>'
            "</c:calendar-query>"
        )
        headers = {**self.headers, "Depth": "1", "Content-Type": "application/xml"}
        told = httpx2.request("REPORT", self.collection, headers=headers, content=asked)
        assert told.status_code == 207, told.text
        for answer in ElementTree.fromstring(told.text).iter("{DAV:}response"):
            data = answer.findtext(".//{urn:ietf:params:xml:ns:caldav}calendar-data")
            (event,) = Calendar.from_ical(str(data)).events
            yield _entry(event), str(answer.findtext(".//{DAV:}getetag"))


@contextmanager
def radicale_server(folder: Path) -> Iterator[str]:
    """Run a Radicale that lets anybody in; yield its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    folder.mkdir()
    (folder / "radicale.conf").write_text(
        f"[server]\nhosts = 127.0.0.1:{port}\n[auth]\ntype = none\n"
        f"[storage]\nfilesystem_folder = {folder}/collections\n[logging]\nlevel = error\n"
    )
    command = [sys.executable, "-m", "radicale", "--config", str(folder / "radicale.conf")]
    with subprocess.Popen(command, cwd=folder) as process:
        try:
            until = time.monotonic() + PATIENCE
            while True:
                try:
                    socket.create_connection(("127.0.0.1", port), timeout=1).close()
                    break
                except OSError:
                    assert time.monotonic() < until, "Radicale did not start"
                    time.sleep(0.05)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


def _pair(folder: Path, address: str, there: str) -> str:
    """Return vdirsyncer's settings: what is at the address goes there, and never the other way."""
    return f"""
[general]
status_path = "{folder}/status"
[pair hotline]
a = "remote"
b = "there"
collections = null
conflict_resolution = "a wins"
[storage remote]
type = "http"
url = "{address}"
[storage there]
{there}
"""


def _entry(event: object) -> Entry:
    from zoneinfo import ZoneInfo

    start, end = (event[name].dt.astimezone(ZoneInfo(ZONE)) for name in ("dtstart", "dtend"))  # type: ignore[index]
    title, status = str(event["summary"]), str(event["status"])  # type: ignore[index]
    return Entry(f"{start:%Y-%m-%d %H:%M}", f"{end:%H:%M}", title, status == "CANCELLED")

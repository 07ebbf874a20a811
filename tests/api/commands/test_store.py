"""The commands of the store, from a folder to a restored backup, as an operator gives them."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from api.configuration.settings import DATABASE_FILE, OTHERS, PREFIX
from api.outputs.folder import write_outputs
from api.privacy.erased_list import FILE
from api.store.append_only import unguarded
from api.store.engine import open_engine, reading, writing
from api.store.lock import in_use, left_alone
from tests.api.commands.running import Ran, wfm, wfm_process
from tests.api.publications import NOW, SMALL_ROSTER, result_of
from tests.api.serving.serving import free_port
from tests.api.store.filled import OTHER_ROSTER, add_accounts, plan_with_notes
from tests.api.store.invariants import breaches
from wfm.errors import OutputError
from wfm.plan import Plan
from wfm.roster import Roster
from wfm.tables.plan_writing import write_plan_folder

Run = Callable[..., Any]

PUBLISH = ("--publish", "--accept-short-notice")
"""Published whenever this test runs."""


@pytest.fixture
def nowhere(empty_place: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    """Return the place of a store that is not there yet, and let commands find it."""
    return _to_be_found(empty_place, monkeypatch, tmp_path)


@pytest.fixture
def place(place: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    """Return the place of a store with nothing in it, and let commands find it."""
    return _to_be_found(place, monkeypatch, tmp_path)


def _to_be_found(place: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    for name in list(os.environ):
        if name.startswith(PREFIX) and name not in OTHERS:
            monkeypatch.delenv(name)
    monkeypatch.setenv("WFM_DATA_FOLDER", str(tmp_path if place.startswith("postgresql") else place))
    if place.startswith("postgresql"):
        monkeypatch.setenv("WFM_DATABASE_URL", place)
    return place


def folders(tmp_path: Path, plan: Plan | None = None, roster: Roster = SMALL_ROSTER) -> tuple[Path, Path]:
    """Return a plan folder and the folder of its outputs."""
    plan = plan_with_notes() if plan is None else plan
    folder = tmp_path / f"plan{len(list(tmp_path.glob('plan*')))}"
    write_plan_folder(plan, folder)
    out = tmp_path / f"out{folder.name}"
    write_outputs(plan, result_of(plan, roster), out, now=NOW)
    return folder, out


def told(*arguments: str | Path) -> Any:
    """Run a command that prints JSON, and return that."""
    ran = wfm(*arguments, "--json")
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


def refused(*arguments: str | Path) -> str:
    """Run a command that is refused; return the key of what is said."""
    with pytest.raises(OutputError) as error:
        wfm(*arguments)
    return error.value.message.key


def english(*arguments: str | Path) -> Ran:
    return wfm(*arguments, "--lang", "en")


def test_a_plan_and_its_roster_come_in_once(nowhere: str, tmp_path: Path) -> None:
    plan, out = folders(tmp_path)
    first = told("import", plan, "--out", out, *PUBLISH, "--note", "for the board")
    assert first["revision"] | {"sha256": ""} == {"number": 1, "sha256": "", "new": True}
    assert first["version"] | {"sha256": ""} == {"number": 1, "sha256": "", "new": True}
    assert (first["published"]["number"], first["plan"], first["hotline"]) == (1, "2027-01-04", "test")
    again = told("import", plan, "--out", out, *PUBLISH)
    assert (again["revision"]["number"], again["revision"]["new"]) == (1, False)
    assert (again["version"]["number"], again["version"]["new"], again["published"]) == (1, False, None)
    with closing(_Store(nowhere)) as store:
        assert store.breaches() == []


def test_shifts_nearer_than_was_agreed_have_to_be_accepted_here_as_well(
    place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan, out = folders(tmp_path)
    for days, of in (("366", ""), ("0", "1:366")):  # the plan of the test is nearer, or has been
        monkeypatch.setenv("WFM_NOTICE_DAYS", days)
        monkeypatch.setenv("WFM_NOTICE_DAYS_OF", of)
        assert refused("import", plan, "--out", out, "--publish") == "import.too_near"
    with closing(_Store(place)) as store:
        assert store.breaches() == []
    came = told("import", plan, "--out", out)
    assert (came["version"]["new"], came["published"]) == (False, None)
    accepted = told("import", plan, "--out", out, *PUBLISH, "--decided-by", "agents")["published"]
    assert (accepted["number"], accepted["decided_by"]) == (1, "agents")


def test_another_plan_comes_on_top_only_of_the_one_that_is_named(place: str, tmp_path: Path) -> None:
    plan, out = folders(tmp_path)
    told("import", plan, "--out", out, *PUBLISH)
    changed = plan_with_notes()
    other, other_out = folders(
        tmp_path,
        replace(changed, agents=(*changed.agents[:-1], replace(changed.agents[-1], email="a@b.dk"))),
        OTHER_ROSTER,
    )
    for number in ((), ("--expected", "2")):
        assert refused("import", other, *number) == "import.other_revision"
    came = told("import", other, "--out", other_out, "--expected", "1")
    assert (came["revision"]["number"], came["version"]["number"], came["published"]) == (2, 2, None)
    publish = ("import", other, "--out", other_out, *PUBLISH)
    assert refused(*publish) == "import.other_version"
    assert told(*publish, "--replacing", "1")["published"]["number"] == 2
    with closing(_Store(place)) as store:
        assert store.breaches() == []


@pytest.mark.parametrize("command", [("serve",), ("backup", "x.backup"), ("retain",)])
@pytest.mark.parametrize("url", ["postgresql://127.0.0.1:1/x", "sqlite:////nowhere/at/all.db"])
def test_a_database_that_does_not_answer_is_told_of_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, command: tuple[str, ...], url: str
) -> None:
    monkeypatch.setenv("WFM_DATABASE_URL", url)
    monkeypatch.setenv("WFM_DATA_FOLDER", str(tmp_path))
    monkeypatch.setenv("WFM_PORT", str(free_port()))  # a port that is taken would be told first
    assert refused(*command) == "store.no_answer"


def test_it_is_said_in_words_what_came_in(place: str, tmp_path: Path) -> None:
    plan, out = folders(tmp_path)
    ran = english("import", plan, "--out", out, *PUBLISH)
    taken_in, added, published = ran.stdout.splitlines()
    assert taken_in == "The plan of Test from Monday 4 January 2027 is in the store as revision 1."
    assert added == "Its roster is version 1."
    assert re.fullmatch(r"Version 1 is published; \d+ calendars changed\.", published)
    assert "was in the store already" in english("import", plan).stdout
    assert refused("import", plan, "--publish") == "import.out_needed"


def test_faulty_folders_are_told_and_nothing_is_kept(nowhere: str, tmp_path: Path) -> None:
    plan, out = folders(tmp_path)
    (out / "report.json").write_text("{}")
    assert wfm("import", plan, "--out", out).returncode == 2
    assert wfm("import", tmp_path / "nowhere").returncode == 2
    assert refused("verify-audit") == "store.none"


def test_without_a_store_each_command_says_so(nowhere: str, tmp_path: Path) -> None:
    for arguments in (
        ("backup", tmp_path / "b"),
        ("export-person", "1-1"),
        ("erase-person", "1-1"),
        ("retain",),
        ("verify-audit",),
    ):
        assert refused(*arguments) == "store.none"
    assert not (tmp_path / "b").exists()


def test_a_backup_comes_back_and_the_chain_still_holds(
    place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan, out = folders(tmp_path)
    head = told("import", plan, "--out", out, *PUBLISH)["published"]["audit"]
    made = told("backup", tmp_path / "b")
    assert made["audit"] == head
    assert made["rows"]["person"] == 5
    assert refused("backup", tmp_path / "b") == "store.standing"
    assert refused("restore", tmp_path / "b") == "store.not_empty"
    (tmp_path / "broken").write_bytes((tmp_path / "b").read_bytes()[:-5000])
    assert refused("restore", tmp_path / "broken") == "store.damaged"
    restored = told("restore", tmp_path / "b", "--force")
    assert Path(restored["before"]).exists()
    assert told("verify-audit", "--head", head)["holds"]
    # Into an empty store of the other kind, in a data folder of its own.
    monkeypatch.delenv("WFM_DATABASE_URL", raising=False)
    monkeypatch.setenv("WFM_DATA_FOLDER", str(tmp_path / "elsewhere"))
    ran = english("restore", tmp_path / "b")
    assert ran.returncode == 0
    assert "checked" in ran.stdout
    assert "valid again" in ran.stdout
    assert "No list of erased people" in ran.stdout
    assert told("verify-audit", "--head", head)["revisions"] == 1
    with closing(_Store(str(tmp_path / "elsewhere"))) as store:
        assert store.breaches() == []
    assert refused("restore", tmp_path / "b") == "store.not_empty"


def test_nothing_is_restored_below_a_service_that_works_there(place: str, tmp_path: Path) -> None:
    told("import", folders(tmp_path)[0])
    told("backup", tmp_path / "b")
    (tmp_path / "none").touch()
    folder = Path(os.environ["WFM_DATA_FOLDER"])
    with in_use(folder), in_use(folder):
        assert refused("restore", tmp_path / "b", "--force") == "restore.running"
    with left_alone(folder):
        assert refused("restore", tmp_path / "b", "--force") == "restore.running"
    ran = english("restore", tmp_path / "b", "--force", "--erased", tmp_path / "none")
    assert ran.returncode == 0
    assert "No list of erased people" not in ran.stdout


def test_a_backup_that_cannot_be_written_is_told(place: str, tmp_path: Path) -> None:
    told("import", folders(tmp_path)[0])
    assert refused("backup", tmp_path / "no" / "folder") == "backup.unwritable"


def test_what_was_changed_behind_the_service_s_back_is_found(place: str, tmp_path: Path) -> None:
    plan, out = folders(tmp_path)
    head = told("import", plan, "--out", out, *PUBLISH)["published"]["audit"]
    number, sha256 = head.split(":")
    assert wfm("verify-audit", "--head", head).returncode == 0
    assert wfm("verify-audit", "--head", f"{number}:{'0' * 64}").returncode == 1
    assert wfm("verify-audit", "--head", f"9:{sha256}").returncode == 1
    for odd in ("x", "1:2", f"x:{sha256}"):
        assert refused("verify-audit", "--head", odd) == "verify_audit.no_head"
    statements = {
        "audit_event SET action = 'other' WHERE seq = 2": "The audit chain is broken at 2.",
        "plan_revision SET content = replace(content, '1', '2')": "Revision 1 of test 2027-01-04 is not",
        "assignment SET municipality = '9'": "Version 1 of the roster of test 2027-01-04 is not",
        "publication SET number = 7": "Version 7 of test 2027-01-04 is published, and is not there.",
    }
    with closing(_Store(place)) as store:
        for statement, what in statements.items():
            store.run(f"UPDATE {statement}")
            ran = english("verify-audit")
            assert ran.returncode == 1
            assert what in ran.stdout
    broken = json.loads(wfm("verify-audit", "--json").stdout)
    assert (broken["holds"], len(broken["broken"])) == (False, 5)  # the pointer is sealed, too


def test_everything_of_somebody_is_printed_with_its_labels(place: str, tmp_path: Path) -> None:
    plan, out = folders(tmp_path)
    told("import", plan, "--out", out, *PUBLISH, "--note", "3-1 asked for it")
    found = told("export-person", "3-1")
    tables = {table["table"]: table for table in found["tables"]}
    assert set(tables) >= {"person", "availability_note", "plan_revision", "feed_body", "revision_note"}
    assert tables["person"]["labels"]["name"] == "personal"
    assert tables["person"]["rows"][0]["name"] == "Agent 3-1"
    assert tables["availability_note"]["rows"][0]["note"] == "KANARIE-note, med æøå"
    (content,) = (row["content"] for row in tables["plan_revision"]["rows"])
    assert {file: len(rows) for file, rows in content.items()} == {"agents.csv": 1, "availability.csv": 1}
    assert "Agent 1-1" not in json.dumps(found)
    ran = english("export-person", "3-1")
    assert "name (personal: goes when you are erased): Agent 3-1" in ran.stdout
    seats = {table["table"]: table for table in told("export-person", "1-1")["tables"]}["assignment"]["rows"]
    assert {row["shift"] for row in seats} == {s for s, who in SMALL_ROSTER.agents_on.items() if "1-1" in who}


def test_who_is_erased_is_first_named_then_gone(place: str, tmp_path: Path) -> None:
    plan, out = folders(tmp_path)
    told("import", plan, "--out", out, *PUBLISH)
    ran = english("erase-person", "1-1", "3-1")
    assert ran.returncode == 1
    assert "Agent 1-1 (1-1, test, 1) and Agent 3-1 (3-1, test, 3) would be erased" in ran.stdout
    ran = english("erase-person", "1-1", "3-1", "--yes")
    assert ran.returncode == 0
    assert "2 people are erased." in ran.stdout
    assert refused("export-person", "1-1") == "whom.nobody"
    folder = tmp_path if place.startswith("postgresql") else Path(place)
    assert len((folder / FILE).read_text().splitlines()) == 2
    if not place.startswith("postgresql"):
        assert b"KANARIE-note" not in (folder / DATABASE_FILE).read_bytes()
    assert told("verify-audit")["holds"]


def test_what_is_doubtful_is_listed_and_goes_when_it_is_named(place: str, tmp_path: Path) -> None:
    plan, out = folders(tmp_path)
    told("import", plan, "--out", out, "--note", "asked by the agent", *PUBLISH)
    ran = english("erase-person", "3-1")
    assert ran.returncode == 1
    assert "test 2027-01-04 1): asked by the agent" in ran.stderr
    assert "stay unless you add --also ROW" in ran.stderr
    asked = json.loads(wfm("erase-person", "3-1", "--json").stdout)
    rows = [one["row"] for one in asked["doubtful"] if not one["stays"]]
    assert rows
    assert refused("erase-person", "--also", "version_note:0") == "erase_person.no_text"
    assert told("erase-person", "3-1", "--yes")["doubtful"] == asked["doubtful"]
    also = [word for row in rows for word in ("--also", row)]
    assert "would be erased, for good" in english("erase-person", *also).stdout
    assert told("erase-person", *also, "--yes")["doubtful"] == []
    assert refused("erase-person", *also) == "erase_person.no_text"
    assert told("verify-audit")["holds"]


def test_an_account_goes_with_the_agent_that_it_is(place: str, tmp_path: Path) -> None:
    plan, out = folders(tmp_path)
    told("import", plan, "--out", out)
    with closing(_Store(place)) as store:
        with reading(store.engine) as connection:
            hotline = connection.execute(text("SELECT id FROM hotline")).scalar_one()
        made = add_accounts(store.engine, hotline)
    assert refused("erase-person", "--account", "nobody@example.dk") == "whom.no_account"
    assert refused("erase-person") == "whom.nobody_named"
    found = told("export-person", "--account", made.email)
    assert {"account", "grant", "login", "link", "access_token"} <= {
        table["table"] for table in found["tables"]
    }
    assert json.loads(wfm("erase-person", "--account", made.email, "--json").stdout)["erased"] is False
    done = told("erase-person", "--account", made.email, "--yes")
    assert done["rows"] | {"account": 1, "login": 1, "link": 1, "access_token": 1} == done["rows"]
    assert refused("export-person", "--account", made.email) == "whom.no_account"
    assert told("verify-audit")["holds"]


def test_an_id_that_means_several_people_needs_a_place(place: str, tmp_path: Path) -> None:
    plan, _ = folders(tmp_path)
    told("import", plan)
    small = plan_with_notes()
    line = replace(small.hotline, code="other")
    told("import", folders(tmp_path, replace(small, hotline=line))[0])
    assert refused("export-person", "1-1") == "whom.several"
    assert refused("export-person", "1-1", "--hotline", "test", "--municipality", "2") == "whom.nobody"
    found = told("export-person", "1-1", "--hotline", "other")
    assert [one["hotline"] for one in found["people"]] == ["other"]
    # The same name is somebody's in the other hotline, too.
    assert "1-1 (test, 1)" in english("export-person", "1-1", "--hotline", "other").stderr


def test_what_is_over_its_time_goes(place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from api.commands import retain

    told("import", folders(tmp_path)[0])
    monkeypatch.setattr(retain, "now", lambda: NOW)
    assert english("retain").stdout == "Nothing in the store is over its time.\n"
    monkeypatch.setattr(retain, "now", lambda: NOW.replace(year=2033))
    gone = told("retain")["gone"]
    assert (gone["plans"], gone["people"]) == (1, 5)
    folder = tmp_path if place.startswith("postgresql") else Path(place)
    assert len((folder / FILE).read_text().splitlines()) == 5
    assert told("retain")["gone"]["people"] == 0


def test_how_long_is_a_setting(place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from api.commands import retain

    told("import", folders(tmp_path)[0], "--note", "for the board")
    monkeypatch.setattr(retain, "now", lambda: NOW.replace(year=2033))
    for name, value in (("WORKING_TIME_YEARS", 10), ("AVAILABILITY_DAYS", 3650)):
        monkeypatch.setenv(f"WFM_KEEP_{name}", str(value))
    gone = told("retain")["gone"]
    assert (gone["plans"], gone["people"], gone["availability_notes"]) == (0, 0, 0)
    monkeypatch.setenv("WFM_KEEP_AVAILABILITY_DAYS", "365")
    gone = told("retain")["gone"]
    assert (gone["plans"], gone["availability_notes"]) == (0, 1)
    monkeypatch.setenv("WFM_KEEP_WORKING_TIME_YEARS", "5")
    assert told("retain")["gone"]["plans"] == 1


def test_a_store_of_another_release_is_told(place: str, tmp_path: Path) -> None:
    told("import", folders(tmp_path)[0])
    with closing(_Store(place)) as store:
        store.run("UPDATE alembic_version SET version_num = '0001'")
    assert refused("backup", tmp_path / "b") == "store.older"


def test_a_refusal_is_one_line_and_status_2(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WFM_DATA_FOLDER", str(tmp_path / "data"))
    ran = wfm_process("verify-audit")
    assert (ran.returncode, ran.stdout, len(ran.stderr.splitlines())) == (2, "", 1)
    assert "There is no store yet" in ran.stderr


class _Store:
    """The store of a test, opened past the commands."""

    def __init__(self, place: str) -> None:
        self.engine = open_engine(place)

    def breaches(self) -> list[str]:
        with reading(self.engine) as connection:
            return breaches(connection)

    def run(self, statement: str) -> None:
        with writing(self.engine) as connection, unguarded(connection):
            connection.execute(text(statement))

    def close(self) -> None:
        self.engine.dispose()

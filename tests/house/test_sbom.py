"""What the service runs with is told as CycloneDX: every package of the lock, with hashes and licences."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path

import pytest
from cyclonedx.schema import SchemaVersion

from requirements.sbom import ONLY_WHERE, SCHEMA, Document, Package, faults_of, locked, main

ROOT = Path(__file__).parents[2]
LOCK = (ROOT / "requirements" / "app.lock").read_text(encoding="utf-8")
ELSEWHERE = {"httpx2-jsfetch", "contourpy", "numpy"}
"""Packages of which one version or all are installed on other systems or Pythons only."""


ADDRESSES = "rfc3987_syntax"
"""The grammars of addresses, which take most of the time: seconds to load, and again for each address."""


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> Document:
    """The document, as the command writes it; whether what should be an address is one is not looked at."""
    file = tmp_path_factory.mktemp("sbom") / "sbom.json"
    with pytest.MonkeyPatch.context() as changed:
        changed.setitem(sys.modules, ADDRESSES, None)
        changed.setattr(sys, "argv", ["sbom", str(file)])
        assert main() == 0
    found: Document = json.loads(file.read_text(encoding="utf-8"))
    return found


def names_in(lock: str) -> list[str]:
    """Return what stands at the beginning of each line that is no hash."""
    return [line.split("==")[0] for line in lock.splitlines() if not line.startswith((" ", "#"))]


@pytest.mark.parametrize(
    "whole", [False, pytest.param(True, marks=pytest.mark.prove)], ids=["parts", "whole"]
)
def test_it_is_cyclonedx(document: Document, whole: bool, tmp_path: Path) -> None:
    """The command refuses to write anything else; with addresses it takes its time."""
    assert SCHEMA == SchemaVersion.V1_6
    if whole:
        command = [sys.executable, str(ROOT / "requirements" / "sbom.py"), str(tmp_path / "sbom.json")]
        subprocess.run(command, check=True)
        document = json.loads((tmp_path / "sbom.json").read_text(encoding="utf-8"))
    assert list(faults_of(document, locked(LOCK))) == []
    fault = next(faults_of(document | {"components": [{}], "dependencies": []}, {}))
    assert fault.startswith("no CycloneDX")


def test_it_lists_every_package_of_the_lock_and_no_other(document: Document) -> None:
    listed = [re.sub(r"[-_.]+", "-", one["name"]).lower() for one in document["components"]]
    assert listed == names_in(LOCK)


def test_each_has_the_hashes_of_the_lock(document: Document) -> None:
    hashes = [
        found["content"]
        for one in document["components"]
        for reference in one["externalReferences"]
        for found in reference.get("hashes", ())
    ]
    assert sorted(hashes) == sorted(re.findall(r"--hash=sha256:(\w{64})", LOCK))


def test_licences_are_told_and_what_needs_what(document: Document) -> None:
    without = {one["name"] for one in document["components"] if not one.get("licenses")}
    assert without <= ELSEWHERE
    needs = {one["ref"]: one["dependsOn"] for one in document["dependencies"]}
    assert {ref.split("==")[0] for ref in needs["root-component"]} >= {"fastapi", "ortools", "sqlalchemy"}
    (alembic,) = (needs[ref] for ref in needs if ref.startswith("alembic=="))
    assert "sqlalchemy" in {ref.split("==")[0] for ref in alembic}


def test_what_is_installed_elsewhere_only_says_where(document: Document) -> None:
    told = {
        one["name"]: [said["value"] for said in one.get("properties", ()) if said["name"] == ONLY_WHERE]
        for one in document["components"]
    }
    assert told["colorama"] == ["sys_platform == 'win32'"]
    assert told["fastapi"] == []


def test_it_tells_nothing_of_the_machine_it_was_made_on(document: Document) -> None:
    text = json.dumps(document)
    assert "file:" not in text
    assert str(ROOT) not in text
    assert sys.prefix not in text


FEW = 3
"""Packages of a lock that is checked in a moment."""


@pytest.mark.parametrize(
    ("spoil", "fault"),
    [
        (lambda document: None, None),
        (lambda document: document["components"].pop(), "missing: annotated-doc"),
        (lambda document: document["components"][0].update(name="other"), "not locked: other"),
        (lambda document: document["components"][0].pop("externalReferences"), "without a hash: absl-py"),
        (lambda document: document.pop("bomFormat"), "no CycloneDX"),
    ],
    ids=["nothing", "missing", "another", "no hash", "no CycloneDX"],
)
def test_what_is_wrong_with_one_is_noticed(
    document: Document, spoil: Callable[[Document], object], fault: str | None
) -> None:
    small = deepcopy(document | {"components": document["components"][:FEW], "dependencies": []})
    wanted = dict(list(locked(LOCK).items())[:FEW])
    spoil(small)
    found = list(faults_of(small, wanted))
    assert any(one.startswith(fault) for one in found) if fault else found == []


def test_a_lock_is_read_with_versions_and_conditions() -> None:
    lock = "Some_Name==1.0 ; python_version < '3.12' \\\n    --hash=sha256:0\nother==2.1.post1 \\\n"
    assert dict(locked(lock)) == {
        Package("some-name", "1.0"): "python_version < '3.12'",
        Package("other", "2.1.post1"): "",
    }

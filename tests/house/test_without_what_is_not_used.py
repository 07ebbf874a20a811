"""A command loads the large packages that it uses and no other, so that it answers at once."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from api.cli import COMMANDS
from api.outputs.folder import write_outputs
from tests.api.commands.running import wfm
from tests.api.publications import NOW, SMALL_ROSTER, result_of, small_plan
from tests.api.serving.serving import free_port
from wfm.tables.plan_writing import write_plan_folder

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "sample_data" / "vestegnen"
LARGE = {"alembic", "fastapi", "holidays", "matplotlib", "ortools", "pandas", "psycopg", "sqlalchemy"}
SOLVING = {"ortools", "pandas"}  # OR-Tools loads pandas itself
STORE = {"alembic", "sqlalchemy"}
USED = {
    "check {plan}": set(),
    "check {sample}": {"holidays"},  # the hotline's own; the small plan has no country
    "score {plan} {out}/roster.csv": set(),
    "quota {plan}": set(),
    "quota {plan} --roster {out}/roster.csv": set(),
    "quota {plan} --chart {new}.svg": {"matplotlib"},
    "template {new}.xlsx": set(),
    "merge {other} {returned}": set(),
    "next {plan} {out} --out {new}": set(),
    "solve {plan} --out {new} --time-limit 2": SOLVING,
    "repair {plan} {out}/roster.csv --absent 1-1:2027-01-04:2027-01-04 --out {new} --time-limit 2": SOLVING,
    "explain {plan} {out}/roster.csv": SOLVING,
    "verify {plan} {out}": SOLVING,
    "import {plan} --out {out}": STORE,
    "retain": STORE,
    "export-person 1-2": STORE,
    "erase-person 1-1 --yes": STORE,
    "backup {new}": STORE,
    "restore {backup} --force": STORE,
    "verify-audit": STORE,
    "doctor": STORE,
    "reset-second-step a@example.dk": STORE,
    "send-mail": STORE,
    "serve": {*STORE, "fastapi"},
    "serve --plan {plan} --out {out}": {*STORE, "fastapi"},
}
MAIL = {"WFM_SMTP_HOST": "127.0.0.1", "WFM_MAIL_FROM": "a@example.dk", "WFM_PUBLIC_URL": "http://127.0.0.1"}
NOT_RUN = {"demo"}
"""It is ``solve`` of a sample, and takes its time."""

LOADED = "import json, sys; print(json.dumps(sorted({name.split('.')[0] for name in sys.modules})))"
RUN = """
import sys
if "serve" in sys.argv:  # all but the waiting for requests
    import api.serving.server
    api.serving.server.run = lambda app, settings, **beside: None
from api.cli import main
try:
    main()
except SystemExit as ended:
    # 1: the small roster claims more than is true; 2: nobody has the account
    assert ended.code in (None, 0, 1) or "reset-second-step" in sys.argv, ended.code
"""


def modules_after(code: str, *arguments: str, **variables: str) -> set[str]:
    """Run code in a fresh process; return the packages that it had loaded at its end."""
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\n{LOADED}", *arguments],
        cwd=ROOT,
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stdout.splitlines()[-1]))


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return where a plan, its outputs, a store of both and a backup of that lie."""
    folder = tmp_path_factory.mktemp("small")
    plan, out, backup = folder / "plan", folder / "out", folder / "kept"
    other, letters = folder / "other", folder / "letters"
    write_plan_folder(small_plan(), plan)
    write_plan_folder(small_plan(), other)
    write_outputs(small_plan(), result_of(small_plan(), SMALL_ROSTER), out, now=NOW)
    assert wfm("template", letters, "--plan", other, "--every").returncode == 0
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("WFM_DATA_FOLDER", str(folder))
        assert wfm("import", plan, "--out", out, "--publish").returncode == 0
        assert wfm("backup", backup).returncode == 0
    found = {"data": folder, "plan": plan, "out": out, "backup": backup, "sample": SAMPLE}
    found |= {"other": other, "returned": min(letters.iterdir())}
    return {name: str(path) for name, path in found.items()}


@pytest.mark.parametrize("command", USED)
def test_a_command_loads_what_it_uses(command: str, places: dict[str, str], tmp_path: Path) -> None:
    arguments = [part.format(**places, new=tmp_path / "new") for part in command.split()]
    settings = {"WFM_DATA_FOLDER": places["data"], "WFM_PORT": str(free_port()), **MAIL}
    assert LARGE & modules_after(RUN, *arguments, **settings) == USED[command]


def test_every_command_is_in_the_table() -> None:
    assert {command.split()[0] for command in USED} | NOT_RUN == set(COMMANDS)


def test_the_service_loads_nothing_to_solve_draw_or_write_tables() -> None:
    assert LARGE & modules_after("import api.app") == {"fastapi", "sqlalchemy"}


def test_measuring_loads_neither_tables_nor_texts_nor_web() -> None:
    loaded = modules_after("import wfm; from tests.builders import plan; wfm.measure(plan(), wfm.Roster())")
    assert not loaded & {*LARGE, "pydantic", "babel", "jinja2", "typer"}


@pytest.mark.parametrize(
    ("module", "package"),
    [
        ("solver", "ortools"),
        ("api.outputs.balance_chart", "matplotlib"),
        ("api.plans.records.plans", "sqlalchemy"),
        ("api.store.migrate", "alembic"),
        ("api.web.guard", "fastapi"),
    ],
)
def test_a_module_that_is_imported_too_early_would_be_noticed(module: str, package: str) -> None:
    assert package in modules_after(f"import {module}")

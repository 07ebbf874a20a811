"""A command loads the large packages that it uses and no other, so that it answers at once."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.cli import COMMANDS
from api.outputs.folder import write_outputs
from tests.api.commands.histories import write_small
from tests.api.commands.running import wfm
from tests.api.publications import NOW, SMALL_ROSTER, result_of, small_plan
from tests.api.serving.serving import free_port
from tests.by_turns import by_turns
from tests.designs import write_design_folder
from tests.wfm.demand.forecasts import forecast
from wfm.demand.forecast_folder import write_forecast
from wfm.tables.plan_writing import write_plan_folder

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "sample_data" / "vestegnen"
CASE = ROOT / "sample_data" / "vestegnen_case"
LARGE = {
    "alembic",
    "fastapi",
    "holidays",
    "matplotlib",
    "ortools",
    "pandas",
    "psycopg",
    "sqlalchemy",
    "typst",
}
SOLVING = {"ortools", "pandas"}  # OR-Tools loads pandas itself
STORE = {"alembic", "sqlalchemy"}
USED = {
    "check {plan}": set(),
    "check {sample}": {"holidays"},  # the hotline's own; the small plan has no country
    "score {plan} {out}/roster.csv": set(),
    "quota {plan}": set(),
    "quota {plan} --roster {out}/roster.csv": set(),
    "quota {plan} --chart {new}.svg": {"matplotlib"},
    "scenario {plan} --leave 2": set(),
    "scenario {plan} --chart {new}.svg": {"matplotlib"},
    "split 100 {plan}/municipalities.csv": set(),
    "case {case}": set(),
    "case {case} --out {new}": {"matplotlib", "typst"},
    "demand {plan} {forecast} --out {new}": set(),
    "risk {plan} {out}/roster.csv {forecast}": set(),
    "template {new}.xlsx": set(),
    "merge {other} {returned}": set(),
    "next {plan} {out} --out {new}": set(),
    "kpi {plan} {history} --week 2027-W01 --out {new}": {"matplotlib", "typst"},
    "forecast {history} {plan} --out {new} --paths 10": {"matplotlib"},
    "solve {plan} --out {new} --time-limit 2": SOLVING,
    "design {design} --out {new} --time-limit 2": SOLVING,
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
    "work": STORE,
    "serve --plan {plan} --out {out}": {*STORE, "fastapi"},
}
MAIL = {"WFM_SMTP_HOST": "127.0.0.1", "WFM_MAIL_FROM": "a@example.dk", "WFM_PUBLIC_URL": "http://127.0.0.1"}
NOT_RUN = {"demo"}
"""It is ``solve`` of a sample, and takes its time."""

RUN = """
import sys
if "serve" in sys.argv:  # all but the waiting for requests
    import api.serving.server
    api.serving.server.run = lambda app, settings, **beside: None
if "work" in sys.argv:  # and for an end
    import threading
    threading.Event.wait = lambda self, seconds=None: True
from api.cli import main
try:
    main()
except SystemExit as ended:
    # 1: the small roster claims more than is true; 2: nobody has the account
    assert ended.code in (None, 0, 1) or "reset-second-step" in sys.argv, ended.code
"""
FORKED = """
import json, os, sys, traceback
import api.cli

def run(asked, writes):
    sys.argv[1:] = asked["arguments"]
    os.environ.update(asked["variables"])
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    os.dup2(nowhere, 1)
    try:
        exec(asked["code"], {"__name__": "__main__"})
        told = {"loaded": sorted({name.split(".")[0] for name in sys.modules})}
    except BaseException:
        told = {"fault": traceback.format_exc()}
    os.write(writes, json.dumps(told).encode())

for line in sys.stdin:
    reads, writes = os.pipe()
    child = os.fork()
    if not child:
        run(json.loads(line), writes)
        os._exit(0)
    os.close(writes)
    with open(reads) as told:
        print(told.read() or json.dumps({"fault": "it died"}), flush=True)
    os.waitpid(child, 0)
"""
"""A process that has loaded the command line, and becomes another for each thing that it is asked to run."""
FRESH = "import sys\n{}\nprint(*sorted({{name.split('.')[0] for name in sys.modules}}))"


def loaded_by(code: str) -> set[str]:
    """Run code in a fresh process; return the packages that it had loaded at its end."""
    command = [sys.executable, "-c", FRESH.format(code)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


class ModulesAfter:
    """Runs code in processes that have loaded the command line and nothing else."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def __call__(self, code: str, *arguments: str, **variables: str) -> set[str]:
        """Run code; return the packages that are loaded at its end."""
        assert self._process.stdin
        assert self._process.stdout
        asked = {"code": code, "arguments": arguments, "variables": variables}
        print(json.dumps(asked), file=self._process.stdin, flush=True)
        told = json.loads(self._process.stdout.readline())
        assert "loaded" in told, told["fault"]
        return set(told["loaded"])


@pytest.fixture(scope="module")
def modules_after() -> Iterator[ModulesAfter]:
    """Run code, and tell what was loaded at its end."""
    with subprocess.Popen(
        [sys.executable, "-c", FORKED],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    ) as process:
        found = ModulesAfter(process)
        assert not LARGE & found("")
        yield found


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return where a plan, its outputs, a store of both and a backup of that lie."""
    folder = tmp_path_factory.mktemp("small")
    plan, out, backup = folder / "plan", folder / "out", folder / "kept"
    other, letters = folder / "other", folder / "letters"
    write_plan_folder(small_plan(), plan)
    write_plan_folder(small_plan(), other)
    history = write_small(folder / "line", weeks=4)[1]
    write_outputs(small_plan(), result_of(small_plan(), SMALL_ROSTER), out, now=NOW)
    write_forecast(folder / "forecast", forecast(small_plan().hotline))
    assert wfm("template", letters, "--plan", other, "--every").returncode == 0
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("WFM_DATA_FOLDER", str(folder))
        assert wfm("import", plan, "--out", out, "--publish").returncode == 0
        assert wfm("backup", backup).returncode == 0
    found = {"data": folder, "plan": plan, "out": out, "backup": backup, "sample": SAMPLE, "case": CASE}
    found |= {"forecast": folder / "forecast", "other": other, "returned": min(letters.iterdir())}
    found |= {"history": history}
    found["design"] = write_design_folder(folder / "design")
    return {name: str(path) for name, path in found.items()}


@pytest.mark.parametrize("command", by_turns(USED, 3))
def test_a_command_loads_what_it_uses(
    command: str, places: dict[str, str], tmp_path: Path, modules_after: ModulesAfter
) -> None:
    arguments = [part.format(**places, new=tmp_path / "new") for part in command.split()]
    settings = {"WFM_DATA_FOLDER": places["data"], "WFM_PORT": str(free_port()), **MAIL}
    assert LARGE & modules_after(RUN, *arguments, **settings) == USED[command]


def test_every_command_is_in_the_table() -> None:
    assert {command.split()[0] for command in USED} | NOT_RUN == set(COMMANDS)


def test_the_service_loads_nothing_to_solve_draw_or_write_tables(modules_after: ModulesAfter) -> None:
    assert LARGE & modules_after("import api.app") == {"fastapi", "sqlalchemy"}


def test_measuring_loads_neither_tables_nor_texts_nor_web() -> None:
    loaded = loaded_by("import wfm; from tests.builders import plan; wfm.measure(plan(), wfm.Roster())")
    assert not loaded & {*LARGE, "numpy", "pydantic", "babel", "jinja2", "typer"}


@pytest.mark.parametrize(
    ("module", "package"),
    [
        pytest.param("solver", "ortools", marks=pytest.mark.prove),
        pytest.param("api.outputs.balance_chart", "matplotlib", marks=pytest.mark.prove),
        ("api.plans.records.plans", "sqlalchemy"),
        pytest.param("api.store.migrate", "alembic", marks=pytest.mark.prove),
        pytest.param("api.web.guard", "fastapi", marks=pytest.mark.prove),
    ],
)
def test_a_module_that_is_imported_too_early_would_be_noticed(
    module: str, package: str, modules_after: ModulesAfter
) -> None:
    assert package in modules_after(f"import {module}")

"""The page on the architecture lists the rooms there are, in the order that the contract holds."""

from __future__ import annotations

import re
import tomllib

from tests.docs.pages import ROOT, text_of

PAGE = text_of("architecture.md")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
CONTRACTS = PROJECT["tool"]["importlinter"]["contracts"]


def order_of(package: str) -> list[str]:
    """Return the rooms of a package by the contract, the lowest first."""
    (contract,) = (one for one in CONTRACTS if one.get("containers") == [package])
    floors = [sorted(re.findall(r"[a-z_]+", floor)) for floor in contract["layers"]]
    return [room for floor in reversed(floors) for room in floor]


def test_the_rooms_of_api_stand_in_the_order_of_the_contract() -> None:
    table = PAGE.split("## The rooms of `api`")[1].split("Beside them")[0]
    rows = re.findall(r"^\| (`.+?`) \|", table, re.MULTILINE)
    told = [sorted(re.findall(r"`(\w+)`", row)) for row in rows]
    assert [room for row in told for room in row] == order_of("api")


def test_every_room_is_told() -> None:
    rooms = {path.stem for path in (ROOT / "api").iterdir() if path.suffix in ("", ".py")}
    told = set(order_of("api")) | {"client"}
    assert rooms - {"__init__", "__pycache__", "_assets"} == told


def test_every_folder_of_the_solver_is_told() -> None:
    for path in (ROOT / "solver").iterdir():
        if (path / "__init__.py").exists():
            assert f"`solver/{path.name}/`" in PAGE


def test_at_most_three_modules_of_api_stand_in_no_room() -> None:
    loose = {path.stem for path in (ROOT / "api").glob("*.py")} - {"__init__"}
    assert len(loose) <= 3

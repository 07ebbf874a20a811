"""Make the sample plans, keys and business cases: ``python sample_data/make.py [--check] [--out DIR]``.

Without options the folders beside this file are written anew; with ``--check`` nothing is written
and the exit status is 1 where a file differs from what would be. The plans are always the same:
all that looks like chance is seeded (``making/chance.py``), and only the standard library is used.
``README.md`` says what in the plans is fact, what is derived and what is our assumption.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from making import (
    borgerkontakt_case,
    calls,
    impossible,
    keys,
    koebenhavn,
    koebenhavn_calls,
    midtjylland,
    nordjylland,
    vestegnen,
    vestegnen_case,
)
from making.folder import Folder
from making.plan import Sample

PLANS: tuple[Callable[[], Sample], ...] = (
    midtjylland.sample,
    nordjylland.sample,
    vestegnen.sample,
    impossible.sample,
)
BOOKS: tuple[Callable[[], Folder], ...] = (
    keys.folder,
    calls.folder,
    koebenhavn.folder,
    koebenhavn_calls.folder,
    vestegnen_case.folder,
    borgerkontakt_case.folder,
)
SAMPLES: tuple[Callable[[], Sample | Folder], ...] = (*PLANS, *BOOKS)


def contents() -> dict[str, str]:
    """Return the text of every file by its path below the samples' folder."""
    return {
        f"{sample.folder}/{name}": text
        for sample in (make() for make in SAMPLES)
        for name, text in sample.files().items()
    }


def write(folder: Path) -> None:
    """Write every file, with line feeds on every system; a table that a plan no longer has is removed."""
    made = contents()
    for path in _stray(folder, made):
        (folder / path).unlink()
    for path, text in made.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text.encode())


def differing(folder: Path) -> list[str]:
    """Return the paths that are missing, differ or do not belong, in order."""
    made = contents()
    changed = [
        path
        for path, text in made.items()
        if not (folder / path).is_file() or (folder / path).read_bytes() != text.encode()
    ]
    return sorted(changed + _stray(folder, made))


def _stray(folder: Path, made: dict[str, str]) -> list[str]:
    """Return the paths of tables that a plan may have, and that one of these plans has not."""
    names = {path.partition("/")[0] for path in made}
    tables = {path.partition("/")[2] for path in made}
    paths = sorted(f"{name}/{table}" for name in names for table in tables)
    return [path for path in paths if path not in made and (folder / path).is_file()]


def main() -> int:
    """Write or check, and say what was done."""
    parser = argparse.ArgumentParser(description="Make the sample plans of Fællesvagt.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 where a file differs")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent, help="where the folders stand")
    options = parser.parse_args()
    if not options.check:
        write(options.out)
        print(f"{len(contents())} files written below {options.out}")
        return 0
    faults = differing(options.out)
    for path in faults:
        print(f"differs: {path}")
    return 1 if faults else 0


if __name__ == "__main__":
    raise SystemExit(main())

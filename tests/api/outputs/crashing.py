"""Run one replacement of files again and again, cut off before each step that it takes in the file system.

``python -m tests.api.outputs.crashing FOLDER`` kills the writer before its first step, its second and so
on until it gets through; after each, the folder is read as anybody would read it. One JSON line per run:
whether the old or the new files stand, and what else is in the folder. A process of its own, because the
hook that counts steps stays for ever, and so that forking meets no threads.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from itertools import count
from pathlib import Path

from api.outputs.atomic_replace import at_rest, claimed, replace_files

OLD = {"roster.csv": b"old", "feeds/a.ics": b"old a", "feeds/b.ics": b"old b"}
NEW = {"roster.csv": b"new", "quota.csv": b"new", "feeds/a.ics": b"new a"}
GONE = ("feeds/b.ics", "never.csv")
FOREIGN = {"notes.txt": b"mine", "feeds/holidays.ics": b"theirs"}
STEPS = {"open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.link"}
KILLED = 9


def laid_out(folder: Path) -> None:
    """Lay out the old files, and somebody else's."""
    shutil.rmtree(folder, ignore_errors=True)
    for name, content in (OLD | FOREIGN).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)


def standing(folder: Path) -> dict[str, bytes]:
    """Return every file beneath a folder."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def replaced(folder: Path) -> None:
    """Bring in the new files."""
    with claimed(folder):
        replace_files(folder, NEW, GONE)


def killed_before(step: int, folder: Path) -> bool:
    """Replace in a child that dies before its given step; tell whether it died."""
    child = os.fork()
    if child == 0:
        steps = count(1)

        def hook(event: str, arguments: tuple[object, ...]) -> None:
            inside = bool(arguments) and str(folder) in str(arguments[0])
            if event in STEPS and inside and next(steps) == step:
                os._exit(KILLED)

        sys.addaudithook(hook)
        replaced(folder)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == KILLED


def main(folder: Path) -> None:
    """Kill at every step and print what stood after each."""
    for step in count(1):
        laid_out(folder)
        died = killed_before(step, folder)
        with at_rest(folder):
            found = standing(folder)
        replaced(folder)  # whoever comes next gets through, and clears up
        print(  # noqa: T201 - the answer to the test that started us
            json.dumps(
                {
                    "old": all(found.get(name) == content for name, content in (OLD | FOREIGN).items())
                    and "quota.csv" not in found,
                    "new": all(found.get(name) == content for name, content in (NEW | FOREIGN).items())
                    and "feeds/b.ics" not in found,
                    "next": standing(folder) == NEW | FOREIGN,
                }
            )
        )
        if not died:
            return


if __name__ == "__main__":
    main(Path(sys.argv[1]))

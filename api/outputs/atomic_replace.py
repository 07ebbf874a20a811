"""Replace some files of a folder together: all of them, or none; other files are never touched.

What is new is written and flushed in a hidden folder first. Then what stands is copied to ``.wfm-undo``
with a list of what is about to change, and only then do files change places. An error puts everything
back at once; after a crash or a power cut that is done at the next writing or reading. Renaming
``.wfm-undo`` away is the moment from which the new state stands.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import mkdtemp

if os.name == "posix":
    import fcntl

UNDO = ".wfm-undo"
_STAGE = ".wfm-new-"
_LIST = "changes.json"


@contextmanager
def claimed(folder: Path) -> Iterator[None]:
    """Hold a folder for one writer; make it where it is missing, and unmake it where that came to nothing.

    What a crash left half done is undone first.

    Raises
    ------
    OSError
        Where it cannot be made or mended. ``BlockingIOError`` where another run is writing.
    """
    made = _make(folder)
    try:
        with _alone(folder):
            _recover(folder)
            yield
    except BaseException:
        for directory in reversed(made):
            with suppress(OSError):
                directory.rmdir()  # refused where anything is in it
        raise


@contextmanager
def at_rest(folder: Path) -> Iterator[None]:
    """Hold a folder still while it is read; what a crash left half done is undone first.

    Raises
    ------
    OSError
        Where it cannot be read or mended. ``BlockingIOError`` where another run is writing.
    """
    if (folder / UNDO).exists():
        with _alone(folder):
            _recover(folder)
    with _alone(folder, writing=False):
        yield


def replace_files(folder: Path, files: Mapping[str, bytes], gone: Collection[str] = ()) -> None:
    """Write `files` (by path beneath a claimed `folder`, with ``/``), remove those of `gone` that exist.

    Raises
    ------
    OSError
        Where anything failed; the earlier state stands.
    """
    stage = Path(mkdtemp(prefix=_STAGE, dir=folder))
    try:
        for name, content in files.items():
            _write(stage / "new" / name, content)
        _keep(folder, stage / "undo", [*files, *gone])
        (stage / "undo").rename(folder / UNDO)
        try:
            _change(folder, stage / "new", files, gone)
            _sync(folder)
            (folder / UNDO).rename(stage / "done")
        except BaseException:
            _put_back(folder)
            raise
        with suppress(OSError):  # the new state stands; a power cut now may at worst bring back the old
            _sync(folder)
        _tidy(folder, gone)
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _make(folder: Path) -> list[Path]:
    """Make a folder and what is missing above it; return what was made, outermost first."""
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    for path in missing:
        _sync(path.parent)
    return missing[::-1]


@contextmanager
def _alone(folder: Path, *, writing: bool = True) -> Iterator[None]:
    """Keep other runs out of the folder (readers only writers); the lock ends with its process."""
    if os.name != "posix":
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, (fcntl.LOCK_EX if writing else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        yield
    finally:
        os.close(handle)


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def _keep(folder: Path, undo: Path, names: Collection[str]) -> None:
    """Copy what stands under these names, and note which of them stand."""
    standing = {name: (folder / name).exists() for name in names}
    for name, stands in standing.items():
        if stands:
            _write(undo / name, (folder / name).read_bytes())
    _write(undo / _LIST, json.dumps(standing).encode())
    _sync(undo)


def _change(folder: Path, new: Path, files: Mapping[str, bytes], gone: Collection[str]) -> None:
    for name in files:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        os.replace(new / name, folder / name)
    for name in gone:
        (folder / name).unlink(missing_ok=True)
    for directory in {(folder / name).parent for name in (*files, *gone)}:
        _sync(directory)


def _recover(folder: Path) -> None:
    if (folder / UNDO).exists():
        _put_back(folder)
    for stage in folder.glob(_STAGE + "*"):  # of runs that were killed; whoever still writes holds the lock
        shutil.rmtree(stage, ignore_errors=True)


def _put_back(folder: Path) -> None:
    """Bring back what stood. It takes no space, and may itself be cut off and begun again."""
    undo = folder / UNDO
    if (undo / _LIST).exists():  # else all was back, and only the removal was cut off
        standing = json.loads((undo / _LIST).read_bytes())
        for name, stood in standing.items():
            if not stood:
                (folder / name).unlink(missing_ok=True)
            elif _differs(undo / name, folder / name):
                os.replace(undo / name, folder / name)
        _tidy(folder, standing)
        _sync(folder)
        (undo / _LIST).unlink()
    shutil.rmtree(undo)


def _differs(kept: Path, path: Path) -> bool:
    """Tell whether a file is to be brought back; a kept copy that is gone was brought back already."""
    return kept.exists() and not (path.exists() and kept.read_bytes() == path.read_bytes())


def _tidy(folder: Path, names: Collection[str]) -> None:
    """Remove folders of ours in which nothing is left."""
    for directory in {(folder / name).parent for name in names} - {folder}:
        with suppress(OSError):
            directory.rmdir()  # refused where anything is in it


def _sync(directory: Path) -> None:
    """Flush a folder's own entries; systems that cannot open a folder do so by themselves."""
    if os.name != "posix" or not directory.is_dir():
        return
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

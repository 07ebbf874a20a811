"""Files of one folder replaced together: written beside first, moved into place, all of them or none."""

from __future__ import annotations

import errno
import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from wfm.errors import OutputError
from wfm.message import Text

NOT_WRITTEN = Text(
    "output.plan_not_written", "{path} could not be written ({reason}); what stood there before still stands"
)
STANDS_ALREADY = Text(
    "output.stands_already", "{path} stands there already and is not replaced; choose another folder"
)


def replace_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files by name; all of them, or none.

    Raises
    ------
    OutputError
        Where one cannot be written; those before it are put back.
    """
    new = {name: folder / f".{name}.new" for name in files}
    old = {name: folder / f".{name}.old" for name in files}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name in files:
            if (folder / name).is_dir():
                raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        for name, content in files.items():
            _write(new[name], content)
        _move(folder, new, old)
    except OSError as error:
        reason = error.strerror or str(error)
        raise OutputError(NOT_WRITTEN(path=str(folder), reason=reason)) from error
    finally:
        for path in (*new.values(), *old.values()):
            with suppress(OSError):
                path.unlink(missing_ok=True)


def new_files(folder: Path, files: Mapping[str, bytes]) -> tuple[Path, ...]:
    """Write files that must not stand there yet; return their paths.

    Raises
    ------
    OutputError
        Where one stands there already or cannot be written.
    """
    for name in files:
        if (folder / name).exists():
            raise OutputError(STANDS_ALREADY(path=str(folder / name)))
    replace_files(folder, files)
    return tuple(folder / name for name in files)


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def _move(folder: Path, new: Mapping[str, Path], old: Mapping[str, Path]) -> None:
    """Move new files into place; where one fails, put back what the others replaced."""
    moved: list[str] = []
    try:
        for name in new:
            if (folder / name).exists():
                os.replace(folder / name, old[name])
            moved.append(name)
            os.replace(new[name], folder / name)
    except OSError:
        for name in moved:
            if old[name].exists():
                os.replace(old[name], folder / name)
            else:
                (folder / name).unlink(missing_ok=True)
        raise

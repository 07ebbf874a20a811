"""Errors of the operating system, told in a sentence that says what to do."""

from __future__ import annotations

import errno
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from wfm.errors import OutputError
from wfm.message import Message, Text

NOT_A_FOLDER = Text("output.not_a_folder", "{path} is a file; the outputs need a folder")
NOT_WRITABLE = Text("output.not_writable", "Nothing can be written in {path}; choose another folder")
DISK_FULL = Text("output.disk_full", "The disk of {path} is full; what stood there before still stands")
BUSY = Text("output.busy", "Another run is writing in {path}; try again when it has ended")
FAILED = Text("output.failed", "{path} could not be written ({reason}); what stood there before still stands")
UNREADABLE = Text("output.unreadable", "{path} could not be read ({reason})")

_KNOWN: Mapping[int | None, Text] = {
    errno.EACCES: NOT_WRITABLE,
    errno.EPERM: NOT_WRITABLE,
    errno.EROFS: NOT_WRITABLE,
    errno.ENOSPC: DISK_FULL,
    errno.EDQUOT: DISK_FULL,
}


@contextmanager
def told(out: Path, otherwise: Text = FAILED) -> Iterator[None]:
    """Turn an error of the operating system about an output folder into an OutputError."""
    try:
        yield
    except OSError as error:
        raise OutputError(_message(error, out, otherwise)) from error


def _message(error: OSError, out: Path, otherwise: Text) -> Message:
    path = str(out)
    if isinstance(error, BlockingIOError):
        return BUSY(path=path)
    if isinstance(error, NotADirectoryError | FileExistsError) and not out.is_dir():
        return NOT_A_FOLDER(path=path)
    if otherwise is FAILED and error.errno in _KNOWN:
        return _KNOWN[error.errno](path=path)
    return otherwise(path=path, reason=str(error.strerror or error))

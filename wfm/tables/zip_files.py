"""Packed folders: the files of a zip archive by name, as far as it is sound, modest and stays where it is.

Nothing is unpacked to a disk, and no name in an archive is ever used as a path.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Collection, Mapping
from pathlib import PurePosixPath

from wfm.errors import Fault, PlanError
from wfm.message import Message, Text

ARCHIVE = Text("fault.archive", "a zip archive that can be opened, without a password")
MODEST_FOLDER = Text(
    "fault.modest_folder",
    "a folder of at most {files:number} files and {limit:number} megabytes unpacked",
)
PLAIN_NAME = Text("fault.plain_name", "a file name without a path that leads out of the folder")
NAME_ONCE = Text("fault.name_once", "each file once")

MOST_FILES = 200
MOST_UNPACKED = 40 * 1024 * 1024
_PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 0x1
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    OSError,
    EOFError,
    RuntimeError,
    ValueError,
    IndexError,
)


def unpack(file: str, content: bytes, suffixes: tuple[str, ...]) -> Mapping[str, bytes]:
    """Return the files of a packed folder by name; other kinds of files are passed over.

    The folder's files lie at the top of the archive or in one folder there, as the usual programs pack
    them. What lies deeper, and what systems add for themselves, is passed over.

    Parameters
    ----------
    file, content
        What faults call the archive, and its bytes.
    suffixes
        Ends of the names that are looked at, in small letters.

    Raises
    ------
    PlanError
        Where it is no archive, a bomb, encrypted, holds a file twice, or names one outside itself.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _files(file, archive, suffixes)
    except _DAMAGED as error:
        raise _refused(file, "", ARCHIVE()) from error


def names_beside(content: bytes, files: Collection[str]) -> list[str]:
    """Return the paths of an archive's other files, those of systems left out.

    Parameters
    ----------
    content
        An archive that was unpacked.
    files
        Names of the files that were taken from it.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = [PurePosixPath(m.filename.replace("\\", "/")) for m in archive.infolist() if not m.is_dir()]
    own = [path for path in members if not any(part.startswith((".", "__")) for part in path.parts)]
    top = _top([path for path in own if _is_own(path)])
    return [str(path) for path in own if path.parent != top or path.name not in files]


def _files(file: str, archive: zipfile.ZipFile, suffixes: tuple[str, ...]) -> Mapping[str, bytes]:
    members = archive.infolist()
    if len(members) > MOST_FILES or sum(member.file_size for member in members) > MOST_UNPACKED:
        raise _refused(file, "", MODEST_FOLDER(files=MOST_FILES, limit=MOST_UNPACKED >> 20))
    paths = {member: _path(file, member.filename) for member in members if not member.is_dir()}
    own = {m: path for m, path in paths.items() if not path.name.startswith((".", "__")) and _is_own(path)}
    top = _top(own.values())
    found: dict[str, bytes] = {}
    for member, path in own.items():
        if path.parent != top or not path.name.casefold().endswith(suffixes):
            continue
        if path.name.casefold() in map(str.casefold, found):
            raise _refused(file, path.name, NAME_ONCE())
        if member.compress_type not in _PACKED or member.flag_bits & _ENCRYPTED:
            raise _refused(file, path.name, ARCHIVE())
        found[path.name] = archive.read(member)
    return found


def _path(file: str, name: str) -> PurePosixPath:
    path = PurePosixPath(name.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in name or not path.name:
        raise _refused(file, name[:200], PLAIN_NAME())
    return path


def _is_own(path: PurePosixPath) -> bool:
    """Tell whether a file is the folder's, and not one that a system keeps beside it."""
    return path.parts[0] != "__MACOSX" and len(path.parts) <= 2


def _top(paths: Collection[PurePosixPath]) -> PurePosixPath:
    """Return where the folder's files lie: at the top, or in the one folder that there is."""
    parents = {path.parent for path in paths}
    return parents.pop() if len(parents) == 1 else PurePosixPath()


def _refused(file: str, value: str, expected: Message) -> PlanError:
    return PlanError([Fault(file, None, "", value, expected)])

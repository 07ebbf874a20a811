"""Plans, rosters and what belongs to them as bytes, for another process, here or on another machine."""

from __future__ import annotations

import copyreg
import io
import pickle
from types import MappingProxyType


def pack(value: object) -> bytes:
    """Return a value as bytes; :func:`pickle.loads` reads them back.

    Pickle knows all that our frozen data are made of, but for read-only views of dictionaries.
    """
    stream = io.BytesIO()
    _Pickler(stream, pickle.HIGHEST_PROTOCOL).dump(value)
    return stream.getvalue()


def read_only(values: dict[object, object]) -> MappingProxyType[object, object]:
    """Return a read-only view: what a packed one is read back with."""
    return MappingProxyType(values)


class _Pickler(pickle.Pickler):
    dispatch_table = copyreg.dispatch_table | {MappingProxyType: lambda view: (read_only, (dict(view),))}

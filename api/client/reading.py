"""Documents as typed results; what a class does not know of is passed over: services may say more."""

from __future__ import annotations

import types
from collections.abc import Callable, Iterator, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

Result = TypeVar("Result")


def read(kind: type[Result], document: Any) -> Result:
    """Return a document as a result.

    Raises
    ------
    KeyError, TypeError, ValueError
        Where it is no such document.
    """
    found: Result = _read(kind, document)
    return found


def told_as(name: str) -> str:
    """Return by which name the service tells a field; here one of Python's own words ends in a line."""
    return name.removesuffix("_")


def pages(get: Callable[[str], Any], path: str, name: str, kind: type[Result]) -> Iterator[Result]:
    """Yield what a list holds; its pages are fetched as they are needed."""
    following = path
    while following:
        answer = get(following)
        yield from (read(kind, one) for one in answer.document[name])
        following = answer.next


def _read(kind: Any, value: Any) -> Any:
    origin, parts = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        if value is None:
            return None
        (kind,) = (part for part in parts if part is not types.NoneType)
        return _read(kind, value)
    if origin is tuple:
        return tuple(_read(parts[0], item) for item in value)
    if origin in (dict, Mapping):
        return {str(key): _read(parts[1], item) for key, item in value.items()}
    if kind is datetime:
        return datetime.fromisoformat(value)
    if kind is date:
        return date.fromisoformat(value)
    return _record(kind, value) if is_dataclass(kind) else value


def _record(kind: Any, value: Mapping[str, Any]) -> Any:
    kinds = _kinds(kind)
    given = {
        field.name: _read(kinds[field.name], value[told_as(field.name)])
        for field in fields(kind)
        if told_as(field.name) in value or (field.default is MISSING and field.default_factory is MISSING)
    }
    return kind(**given)


@cache
def _kinds(kind: Any) -> Mapping[str, Any]:
    return get_type_hints(kind)

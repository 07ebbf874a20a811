"""Messages: a stable key with parameters inside; a sentence in Danish or English only at the edge.

The English sentence stands where the message is defined; `api/texts/` holds the Danish one and
renders both (dates, numbers, plurals) with Babel. `str(message)` is plain English, for a developer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from string import Formatter
from types import MappingProxyType
from typing import Any, Union

Param = Union[str, int, "Message", tuple[Union[str, "Message"], ...]]


@dataclass(frozen=True)
class Text:
    """A sentence with named places; call it with their values to get a :class:`Message`.

    Parameters
    ----------
    key
        Stable name, part of ``report.json``: ``<rule>.<what>``.
    one
        English, with ``str.format`` places. A place may carry a kind after a colon, known to
        the renderer: ``{date:day}``, ``{amount:number}``, ``{weight:decimal}``, ``{codes:list}``.
    many
        English plural, used where the parameter ``n`` is not 1; ``None`` where there is none.
    """

    key: str
    one: str
    many: str | None = None

    def __call__(self, **params: Param) -> Message:
        """Fill the places."""
        return Message(self, MappingProxyType(dict(params)))


def Plural(key: str, one: str, many: str) -> Text:
    """Return a text with two forms, chosen by its parameter ``n``."""
    return Text(key, one, many)


@dataclass(frozen=True)
class Message:
    """A text and its parameters: strings (dates in ISO form), integers, messages or tuples of them."""

    text: Text
    params: Mapping[str, Param] = field(default_factory=lambda: MappingProxyType({}))

    def __hash__(self) -> int:
        return hash((self.text, tuple(sorted((k, str(v)) for k, v in self.params.items()))))

    @property
    def key(self) -> str:
        """The stable name of the text."""
        return self.text.key

    def __str__(self) -> str:
        many = self.text.many is not None and self.params.get("n") != 1
        template = self.text.many if many and self.text.many else self.text.one
        return _PLAIN.vformat(template, (), self.params)


class _Plain(Formatter):
    """English without locale: every kind of place is written as it stands."""

    def format_field(self, value: Any, format_spec: str) -> str:
        return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


_PLAIN = _Plain()

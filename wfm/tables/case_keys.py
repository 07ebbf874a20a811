"""The distribution keys of a business case: a table of them, weights in its settings, mixtures of both."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from wfm.books.distribution_key import DistributionKey, equal_key, mix_keys
from wfm.errors import Fault
from wfm.message import Message, Text
from wfm.tables.amounts import read_above_zero
from wfm.tables.case_settings import CaseSettings, KeySetting
from wfm.tables.cells import RepairedValue, UnreadableCellError, as_text
from wfm.tables.figures import read_not_negative_figure
from wfm.tables.key_columns import fold_key_name
from wfm.tables.keys_reading import ANY_WEIGHT, EQUAL, KEY_NAMED, KeyTable
from wfm.tables.naming import code_reference
from wfm.tables.rows import SHOWN
from wfm.tables.words import fold

KEY_ONCE = Text("fault.key_name_once", "each key once; the table of keys has it as well")
KNOWN_PARTNER = Text("fault.known_partner", "a partner of the table of keys: {names:list}")
MIXTURE = Text("fault.mixture", "keys with percentages that sum to 100, such as population:60, calls:40")
_DEFAULTS = ("default", "standard")


@dataclass
class CaseKeys:
    """Keys of a case, by their folded names.

    Parameters
    ----------
    partners
        Name of every partner by its code.
    by_name
        Every key.
    faults
        What could not be read.
    """

    partners: dict[str, str] = field(default_factory=dict)
    by_name: dict[str, DistributionKey] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the keys, as their authors call them."""
        return tuple(key.name for key in self.by_name.values())

    def find(self, name: str) -> DistributionKey | None:
        """Return a key by its name in either language; of an empty name the default or only one, if any."""
        if not name:
            default = (self.by_name.get(one) for one in _DEFAULTS)
            only = next(iter(self.by_name.values())) if len(self.by_name) == 1 else None
            return next(filter(None, default), only)
        found = self.by_name.get(fold_key_name(name))
        if found is None and fold_key_name(name) == EQUAL and self.partners:
            return equal_key(name, self.partners)
        return found

    def parts(self, text: str) -> tuple[tuple[DistributionKey, Fraction], ...]:
        """Return keys and percentages of a text such as ``population:60, calls:40``, or of one key's name.

        Raises
        ------
        UnreadableCellError
            Where a key is unknown, or percentages do not sum to 100.
        """
        return tuple(_parts(self, text))


def read_case_keys(settings: CaseSettings, table: KeyTable | None) -> CaseKeys:
    """Return the keys of a case; `faults` says what is wrong with them."""
    keys = CaseKeys()
    if table is not None:
        keys.partners.update(table.names)
        for column, weights in table.weights.items():
            if any(weights.values()):
                keys.by_name[fold_key_name(column)] = DistributionKey(column, weights)
            else:
                keys.faults.append(Fault(table.file, None, column, "0", ANY_WEIGHT()))
    weighted = [one for one in settings.keys if one.partner]
    for name in dict.fromkeys(one.key for one in weighted):
        _add_weights(keys, settings.file, table, [one for one in weighted if one.key == name])
    for one in settings.keys:
        if not one.partner:
            _add_mixture(keys, settings.file, one)
    return keys


def _fault(file: str, one: KeySetting, expected: Message) -> Fault:
    key = f"keys.{one.key}" + (f".{one.partner}" if one.partner else "")
    return Fault(file, one.row, key, as_text(one.value)[:SHOWN], expected)


def _add_weights(keys: CaseKeys, file: str, table: KeyTable | None, ones: list[KeySetting]) -> None:
    weights: dict[str, Fraction] = {}
    codes = _codes(table)
    for one in ones:
        try:
            found = read_not_negative_figure(one.value)
        except UnreadableCellError as refused:
            keys.faults.append(_fault(file, one, refused.expected))
            continue
        code = codes.get(fold(one.partner)) if table is not None else code_reference(one.partner)
        if code is None:
            keys.faults.append(_fault(file, one, KNOWN_PARTNER(names=tuple(table.names if table else ()))))
            continue
        weights[code] = found.value if isinstance(found, RepairedValue) else found
        keys.partners.setdefault(code, code)
    name = fold_key_name(ones[0].key)
    if name in keys.by_name:
        keys.faults.append(_fault(file, KeySetting(ones[0].key, "", None, ones[0].row), KEY_ONCE()))
    elif any(weights.values()):
        keys.by_name[name] = DistributionKey(ones[0].key, weights)
    elif not any(
        fault.file == file and fault.column.startswith(f"keys.{ones[0].key}.") for fault in keys.faults
    ):
        keys.faults.append(_fault(file, KeySetting(ones[0].key, "", 0, ones[0].row), ANY_WEIGHT()))


def _codes(table: KeyTable | None) -> Mapping[str, str]:
    """Return the codes of partners by their folded codes and names."""
    names = {} if table is None else table.names
    return {fold(name): code for code, name in names.items()} | {fold(code): code for code in names}


def _add_mixture(keys: CaseKeys, file: str, one: KeySetting) -> None:
    """Add a key that mixes others, or that shares equally."""
    if fold_key_name(one.key) in keys.by_name:
        keys.faults.append(_fault(file, one, KEY_ONCE()))
        return
    try:
        mixed = mix_keys(one.key, keys.parts(as_text(one.value)))
    except UnreadableCellError as refused:
        keys.faults.append(_fault(file, one, refused.expected))
        return
    keys.by_name[fold_key_name(one.key)] = mixed


def _parts(keys: CaseKeys, text: str) -> Iterator[tuple[DistributionKey, Fraction]]:
    total = Fraction(0)
    # A comma before a digit belongs to a percentage.
    for part in re.split(r"[;,](?![0-9])", text) if ":" in text else [f"{text}:100"]:
        name, _, percent = part.rpartition(":")
        found = keys.find(name.strip()) if name.strip() else None
        if found is None:
            raise UnreadableCellError(KEY_NAMED(names=(*keys.names, EQUAL)))
        try:
            value = read_above_zero(percent.strip().removesuffix("%").strip())
        except UnreadableCellError as refused:
            raise UnreadableCellError(MIXTURE()) from refused
        total += value
        yield found, value
    if total != 100:
        raise UnreadableCellError(MIXTURE())

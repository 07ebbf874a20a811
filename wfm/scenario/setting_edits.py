"""Settings of a hotline changed key by key, as in the sheet `hotline` of a workbook."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from wfm.errors import Fault
from wfm.hotline import Hotline
from wfm.tables.hotline_reading import read_hotline
from wfm.tables.hotline_writing import hotline_keys
from wfm.tables.settings import english_key, text_settings
from wfm.tables.workbook_writing import setting_cell


def edit_hotline(
    hotline: Hotline, changes: Mapping[str, str], option: str
) -> tuple[Hotline, tuple[Fault, ...]]:
    """Return a hotline with some settings changed, and what is amiss with them.

    Parameters
    ----------
    hotline
        As it is.
    changes
        Text by dotted key; a blank one takes the setting away. Keys in Danish are understood.
    option
        In which they stand: the file of their faults. A key that nothing reads is a fault as well.
    """
    there = {key: setting_cell(value) for key, value in hotline_keys(hotline) if value not in (None, [])}
    written = {english_key(key): key for key in changes}
    wanted = there | {english_key(key): value for key, value in changes.items()}
    read = read_hotline(text_settings(option, {key: value for key, value in wanted.items() if value}))
    unread = [one for one in read.notices if english_key(one.column) in written]
    faults = (replace(one, column=written.get(english_key(one.column), one.column)) for one in read.faults)
    return read.hotline, (*faults, *unread)

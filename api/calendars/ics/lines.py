"""Lines of an iCalendar text (RFC 5545), as the library that reads them writes them, to the byte.

Publishing the calendars of a nation took most of its time in the library, for what lines of ours never are. A
test holds that both write the same, whatever stands in a name.
"""

from __future__ import annotations

from collections.abc import Iterator

LONGEST = 75
"""Octets of a line are fewer; what is longer goes on in the next, which begins with a space."""

_FOLD = "\r\n "
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": "\\n"})


def text_line(name: str, value: str) -> bytes:
    """Return a property that is a text; what means something in a line is escaped."""
    # "\N" is a line break to whoever reads it, so it cannot be told apart in a text
    return plain_line(name, value.replace("\\N", "\n").replace("\r\n", "\n").translate(_ESCAPES))


def plain_line(name: str, value: str) -> bytes:
    """Return a property that is written as it is, such as a number."""
    line = f"{name}:{value}"
    content = line.encode()
    if len(content) < LONGEST:
        return content + b"\r\n"
    return _FOLD.join(_fold(line)).encode() + b"\r\n"


def _fold(line: str) -> Iterator[str]:
    """Yield the parts of a long line; none ends within a character, or within an escape."""
    start = size = 0
    for end, character in enumerate(line):
        octets = len(character.encode())
        if end > start and size + octets >= LONGEST:
            split = end - 1 if end - start > 1 and line[end - 1] in "\\^" else end
            yield line[start:split]
            start, size = split, end - split
        size += octets
    yield line[start:]

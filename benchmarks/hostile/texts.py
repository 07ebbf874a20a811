"""Tables and documents made to harm: lines, quotes, brackets and numbers without end, no text."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from random import Random


def _long_line(chance: Random) -> bytes:
    return b"agent,municipality\n1-1," + chance.choice((b"x", b"\xc3\xa9", b'""', b"\0")) * chance.randrange(
        10**5, 4 * 10**6
    )


def _wide_table(chance: Random) -> bytes:
    return b"agent" + chance.choice((b",", b";", b"\t")) * chance.randrange(10**4, 2 * 10**6) + b"\n1-1\n"


def _open_quote(chance: Random) -> bytes:
    return b'agent,name\n1-1,"' + b"x\n" * chance.randrange(10**5, 3 * 10**6)


def _many_rows(chance: Random) -> bytes:
    return b"agent,name\n" + b"=cmd|' /C calc'!A0,@SUM(1)\n" * chance.randrange(50_000, 300_000)


def _odd_bytes(chance: Random) -> bytes:
    start = chance.choice(
        (b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"\xff\xfe\0\0", b"\x1b[2J", b"PK\x03\x04", b"")
    )
    return start + chance.randbytes(chance.randrange(1_000, 2_000_000))


def _deep_document(chance: Random) -> bytes:
    deep = chance.randrange(1_000, 3_000_000)
    return chance.choice(
        (b"[" * deep, b'{"rows": ' + b"[" * deep, b'{"a":' * deep, b"[" * deep + b"]" * deep)
    )


def _large_numbers(chance: Random) -> bytes:
    digits = chance.choice(("", "-", "1e", "0.")) + "9" * chance.randrange(5_000, 3_000_000)
    return f'{{"rows": [{{"agent": {digits}}}], "roster": {digits}}}'.encode()


def _many_fields(chance: Random) -> bytes:
    return json.dumps({"rows": [{f"k{n}": "1"} for n in range(chance.randrange(5_000, 100_000))]}).encode()


def _long_roster(chance: Random) -> bytes:
    line = chance.choice(("x" * 200_000, '"' * 99_999, "2027-01-04T08:00,1-1\n" * 100_000, "," * 300_000))
    return json.dumps(
        {"roster": "start,agent\n" + line, "report": None, "baseline": line, "note": ""}
    ).encode()


def _long_settings(chance: Random) -> bytes:
    many, key = chance.randrange(20_000, 250_000), chance.choice(("a", '"a"'))
    dotted = ".".join([key] * (many // 4))
    return chance.choice(
        (
            f"{dotted} = 1\n",
            f"[{dotted}]\n",
            f"a = {'[' * many}",
            f"a = {'{a=' * (many // 3)}",
            f"a = {'9' * many}\n",
            f'a = """{"x" * many}',
            f"a = 1{chr(10)}" * (many // 6),
            "".join(f"k{n}.{'.'.join('b' * 40)} = 1\n" for n in range(many // 100)),
            f"a = 0x{'f' * many}\n",
            f"a = 1979-05-27T07:32:00.{'9' * many}Z\n",
        )
    ).encode()


TABLES: Mapping[str, Callable[[Random], bytes]] = {
    "a line without end": _long_line,
    "a table without end to the right": _wide_table,
    "a quote that is never closed": _open_quote,
    "rows of formulas without end": _many_rows,
    "bytes that are no text": _odd_bytes,
}

DOCUMENTS: Mapping[str, Callable[[Random], bytes]] = {
    "brackets in brackets": _deep_document,
    "numbers without end": _large_numbers,
    "every row with a column of its own": _many_fields,
    "a roster that is one line": _long_roster,
}

SETTINGS: Mapping[str, Callable[[Random], bytes]] = {"settings without end": _long_settings}

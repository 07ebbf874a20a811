"""Packed plan folders made to harm: settings without end, sizes that lie, names that lead elsewhere."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable, Mapping
from random import Random

from tests.api.plans.uploads.malformed import folder
from tests.wfm.tables.confined.unfolding import archive


def _dotted_keys(chance: Random) -> bytes:
    parts = chance.randrange(30_000, 400_000)
    key = chance.choice(("a", '"a"', "'a'"))
    line = chance.choice(("{} = 1\n", "[{}]\n", "[[{}]]\n", "a = {{ {} = 1 }}\n"))
    return archive({"hotline.toml": line.format(".".join([key] * parts))})


def _nested_values(chance: Random) -> bytes:
    deep = chance.randrange(500, 300_000)
    text = chance.choice(("a = " + "[" * deep, "a = " + "{a=" * deep, "a = " + "[" * deep + "]" * deep))
    return archive({"hotline.toml": text + "\n"})


def _long_numbers(chance: Random) -> bytes:
    digits = "9" * chance.randrange(4_000, 3_000_000)
    return archive({"hotline.toml": f"a = {chance.choice(('', '-', '0x', '1e', '0.'))}{digits}\n"})


def _many_keys(chance: Random) -> bytes:
    text = "".join(f"k{n}.{'.'.join('b' * 40)} = 1\n" for n in range(chance.randrange(5_000, 40_000)))
    return archive({"hotline.toml": text})


def _lying_size(chance: Random) -> bytes:
    whole = bytearray(_packed({**folder(), "agents.csv": b"a" * chance.randrange(10**6, 3 * 10**7)}))
    told, at = chance.choice((0, 100, 2**31, 2**32 - 1)), whole.find(b"PK\x01\x02")
    while at >= 0:
        whole[at + 24 : at + 28] = struct.pack("<I", told)
        at = whole.find(b"PK\x01\x02", at + 4)
    return bytes(whole)


def _blank_file(chance: Random) -> bytes:
    text = chance.choice((b"\n", b",", b";", b" ", b"\0", b'"', b"," * 199 + b"\n"))
    return _packed({**folder(), "agents.csv": text * (chance.randrange(10**7, 10**8) // len(text))})


def _odd_names(chance: Random) -> bytes:
    names = (
        "../../agents.csv",
        "/etc/agents.csv",
        "C:\\agents.csv",
        "agents.csv/",
        "x" * 60_000 + ".csv",
        "\u202eagents.csv",
    )
    return _packed({**folder(), chance.choice(names): b"a,b\n1,2\n", f"{chance.random()}/agents.csv": b"a\n"})


def _many_members(chance: Random) -> bytes:
    return _packed({f"{n}.csv": b"a\n1\n" for n in range(chance.randrange(200, 20_000))})


def _packed_again(chance: Random) -> bytes:
    content = _packed({"agents.csv": b"\n" * 30_000_000})
    for _ in range(chance.randrange(1, 6)):
        content = _packed({"plan.zip": content, "agents.csv": content})
    return content


def _bent_directory(chance: Random) -> bytes:
    whole = bytearray(_packed(folder()))
    for _ in range(chance.randrange(1, 30)):
        whole[chance.randrange(len(whole) - 200, len(whole))] = chance.randrange(256)
    return bytes(whole)


def _packed(files: Mapping[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return stream.getvalue()


ARCHIVES: Mapping[str, Callable[[Random], bytes]] = {
    "keys of many parts": _dotted_keys,
    "a size that is a lie": _lying_size,
    "values in values": _nested_values,
    "numbers in settings without end": _long_numbers,
    "keys without end": _many_keys,
    "a file of nothing, unfolded": _blank_file,
    "names that lead elsewhere": _odd_names,
    "members without end": _many_members,
    "archives in archives": _packed_again,
    "a bent directory": _bent_directory,
}

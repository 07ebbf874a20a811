"""``proof.json``: the certificates of a result, so that others can check its bounds without any solver."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from wfm.canonical import plan_sha256
from wfm.certificate import Certificate
from wfm.finding import Level
from wfm.ids import MunicipalityCode
from wfm.plan import Plan
from wfm.result import Result

PROOF_FILE = "proof.json"
FORMAT, WITH_BLOCKS = 1, 2
"""What a file is; one that names least values of municipalities is not for readers that know none."""


def proof_files(plan: Plan, result: Result) -> Mapping[str, bytes]:
    """Return the file by name; none where no bound is proven by a certificate."""
    if not result.certificates:
        return {}
    found = [_record(result.certificates[level]) for level in Level if level in result.certificates]
    return {PROOF_FILE: _written(plan_sha256(plan), found)}


def _written(sha256: str, certificates: Iterable[Mapping[str, Any]]) -> bytes:
    """Return one line for each certificate: a few thousand multipliers are not for reading."""
    kept = list(certificates)
    number = WITH_BLOCKS if any("blocks" in one for one in kept) else FORMAT
    head = f'{{"format":{number},"plan_sha256":"{sha256}","certificates":[\n'
    lines = ",\n".join(json.dumps(one, separators=(",", ":")) for one in kept)
    return f"{head}{lines}\n]}}\n".encode()


def _record(certificate: Certificate) -> Mapping[str, Any]:
    blocks = {"blocks": certificate.blocks} if certificate.blocks else {}
    return {
        "level": certificate.level.value,
        "held": {level.value: value for level, value in certificate.held.items()},
        "bound": certificate.bound,
        "denominator": certificate.denominator,
        "rows": certificate.rows,
        "model_sha256": certificate.model_sha256,
        "multipliers": certificate.multipliers,
    } | blocks


# --- read back -------------------------------------------------------------------------------------


class ProofFileError(Exception):
    """The file is not as `proof_files` writes it."""


def read_certificates(path: Path) -> tuple[str, Mapping[Level, Certificate]]:
    """Return the plan's hash that the file names, and its certificates by level.

    Raises
    ------
    FileNotFoundError
        Where there is none.
    ProofFileError
        Where it is damaged.
    """
    try:
        document = json.loads(path.read_bytes())
        found = [_certificate(one) for one in document["certificates"]]
        if document["format"] != (WITH_BLOCKS if any(one.blocks for one in found) else FORMAT):
            raise ProofFileError
        return str(document["plan_sha256"]), MappingProxyType({one.level: one for one in found})
    except FileNotFoundError:
        raise
    except (OSError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise ProofFileError from error


def _certificate(record: Mapping[str, Any]) -> Certificate:
    held = {Level(level): whole(value) for level, value in record["held"].items()}
    return Certificate(
        level=Level(record["level"]),
        held=MappingProxyType({level: held[level] for level in Level if level in held}),
        bound=whole(record["bound"]),
        denominator=whole(record["denominator"]),
        rows=whole(record["rows"]),
        model_sha256=str(record["model_sha256"]),
        multipliers=tuple((whole(row), whole(multiplier)) for row, multiplier in record["multipliers"]),
        blocks=tuple((MunicipalityCode(str(home)), whole(least)) for home, least in record.get("blocks", ())),
    )


def whole(value: object) -> int:
    """Return a whole number of a JSON document; :class:`TypeError` where it is none."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise TypeError(f"{value!r} is no whole number")

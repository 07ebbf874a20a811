"""Codes of an authenticator app, against the vectors of RFC 6238, and recovery codes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from api.accounts.credentials import one_time_codes
from api.accounts.credentials.one_time_codes import (
    address_of,
    format_in_groups,
    new_recovery_code,
    new_secret,
    normalize_recovery_code,
    step_of,
)

RFC_SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
"""The secret of the vectors, 12345678901234567890, in base 32."""
VECTORS = {
    59: "287082",
    1111111109: "081804",
    1111111111: "050471",
    1234567890: "005924",
    2000000000: "279037",
    20000000000: "353130",
}


@pytest.mark.parametrize(("second", "code"), VECTORS.items())
def test_codes_are_those_of_the_standard(second: int, code: str) -> None:
    at = datetime.fromtimestamp(second, UTC)
    assert step_of(RFC_SECRET, code, at) == second // 30
    assert step_of(RFC_SECRET, f" {code[:3]} {code[3:]} ", at) == second // 30


def test_a_code_counts_from_half_a_minute_before_to_a_minute_after_it_was_shown() -> None:
    shown = datetime.fromtimestamp(1111111110, UTC)  # when its half minute begins
    code, step = VECTORS[1111111111], 1111111110 // 30
    counted = {
        apart: step_of(RFC_SECRET, code, shown + timedelta(seconds=apart)) for apart in range(-60, 121)
    }
    assert {apart for apart, found in counted.items() if found == step} == set(range(-30, 60))
    assert {apart for apart, found in counted.items() if found is not None} == set(range(-30, 60))


def test_a_wider_window_would_be_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    late = datetime.fromtimestamp(1111111110 + 60, UTC)
    assert step_of(RFC_SECRET, VECTORS[1111111111], late) is None
    monkeypatch.setattr(one_time_codes, "APART", 2)
    assert step_of(RFC_SECRET, VECTORS[1111111111], late) is not None


def test_secrets_and_recovery_codes_are_long_and_never_the_same() -> None:
    secrets, codes = {new_secret() for _ in range(100)}, {new_recovery_code() for _ in range(100)}
    assert len(secrets) == len(codes) == 100
    assert {len(secret) * 5 for secret in secrets} == {160}
    assert {len(code.replace("-", "")) * 5 for code in codes} == {120}


def test_a_recovery_code_is_read_however_it_was_typed() -> None:
    code = new_recovery_code()
    written = code.replace("-", "")
    for typed in (code, written, code.lower(), f"  {code.replace('-', ' ')}\n"):
        assert normalize_recovery_code(typed) == written
    for typed in ("", code[:-1], code + "A", "0" * 24, "123456"):
        assert normalize_recovery_code(typed) is None
    assert format_in_groups(written) == code


def test_an_app_is_told_the_secret_and_whose_it_is() -> None:
    parts = urlsplit(address_of(RFC_SECRET, "vagt@example.dk"))
    assert (parts.scheme, parts.netloc) == ("otpauth", "totp")
    told = parse_qs(parts.query)
    assert (told["secret"], told["issuer"]) == ([RFC_SECRET], ["Fællesvagt"])

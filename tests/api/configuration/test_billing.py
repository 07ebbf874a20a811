"""GLN, reference and VAT: what is read, and what is told as a fault."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.configuration.billing import is_gln
from api.configuration.settings import FIELDS, SettingsError, read_settings, variable


@pytest.fixture(autouse=True)
def _bare(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in FIELDS:
        monkeypatch.delenv(variable(name), raising=False)


def test_glns_and_references_are_read_by_municipality(monkeypatch: pytest.MonkeyPatch) -> None:
    bare = read_settings()
    assert (bare.gln_of, bare.reference_of, bare.vat_treatment) == ((), (), None)
    monkeypatch.setenv("WFM_GLN_OF", "730:5790000000005, 751:4006381333931")
    monkeypatch.setenv("WFM_REFERENCE_OF", "730:Borgerservice: stab,751:B 2")
    monkeypatch.setenv("WFM_VAT_TREATMENT", "uden moms")
    found = read_settings()
    assert found.gln_of == (("730", "5790000000005"), ("751", "4006381333931"))
    assert found.reference_of == (("730", "Borgerservice: stab"), ("751", "B 2"))
    assert found.vat_treatment == "uden moms"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("WFM_GLN_OF", "730:5790000000004"),
        ("WFM_GLN_OF", "730:579000000000"),
        ("WFM_GLN_OF", "730"),
        ("WFM_GLN_OF", "730:5790000000005,730:5790000000005"),
        ("WFM_REFERENCE_OF", "730:"),
        ("WFM_REFERENCE_OF", "730:" + "x" * 61),
        ("WFM_REFERENCE_OF", "730:a,"),
        ("WFM_VAT_TREATMENT", "x" * 201),
    ],
)
def test_what_is_none_is_told(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as told:
        read_settings()
    assert [fault.file for fault in told.value.faults] == [name]


@given(st.text("0123456789", min_size=12, max_size=12), st.integers(0, 11), st.integers(1, 9))
def test_one_wrong_digit_is_noticed(digits: str, place: int, off: int) -> None:
    (number,) = (digits + str(last) for last in range(10) if is_gln(digits + str(last)))
    wrong = str((int(number[place]) + off) % 10)
    assert not is_gln(number[:place] + wrong + number[place + 1 :])

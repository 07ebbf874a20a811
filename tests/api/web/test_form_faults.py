"""What is wrong with the form of a request is said in the reader's language, and blames the right part."""

from __future__ import annotations

import pytest
from pydantic import BaseModel, Field, ValidationError

from api.texts.translator import translator
from api.web.form_faults import _KINDS, form_fault


class Asked(BaseModel, extra="forbid"):
    shift: str = Field(pattern="^x+$", max_length=3)
    n: int = Field(ge=1, le=9)
    many: list[int] = Field(max_length=1)


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ('{"n": 1, "many": []}', {"shift": "mangler"}),
        (
            '{"shift": "y", "n": 0, "many": 1}',
            {"shift": "ikke af formen ^x+$", "n": "mindre end 1", "many": "ikke en liste"},
        ),
        ('{"shift": "x", "n": "z", "many": [1, 2]}', {"n": "ikke et helt tal", "many": "flere end 1"}),
        ('{"shift": "x", "n": 1, "many": [], "other": 1}', {"other": "der er intet af det navn"}),
    ],
)
def test_each_part_is_told_in_danish(sent: str, said: dict[str, str]) -> None:
    with pytest.raises(ValidationError) as told:
        Asked.model_validate_json(sent)
    found = {str(error["loc"][0]): form_fault(error, translator("da")) for error in told.value.errors()}
    assert {where: what.lower() for where, what in found.items()} == said


def test_what_has_no_sentence_or_tells_too_little_is_said_plainly() -> None:
    assert form_fault({"type": "url_parsing"}, translator("en")) == form_fault(
        {"type": "too_long"}, translator("en")
    )


@pytest.mark.parametrize("kind", _KINDS)
def test_no_kind_needs_more_than_it_is_told(kind: str) -> None:
    about = dict.fromkeys(("pattern", "min_length", "max_length", "ge", "le", "expected"), "7")
    assert "{" not in form_fault({"type": kind, "ctx": about}, translator("da"))

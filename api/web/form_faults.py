"""What is wrong with the form of a request, in the reader's language.

pydantic says it in English; of what it says, the kinds that requests of ours can meet have sentences here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from api.texts.translator import Translator
from wfm.message import Text

OTHER = Text("form.other", "not of the form that the description tells")
_OBJECT = Text("form.object", "not an object")
_LIST = Text("form.list", "not a list")
_WHOLE = Text("form.whole", "not a whole number")
_TRUTH = Text("form.truth", "neither true nor false")
_DATE = Text("form.date", "not a date such as 2027-01-04")
_CHOICE = Text("form.choice", "none of {expected}")
_KINDS: Mapping[str, Text] = {
    "missing": Text("form.missing", "missing"),
    "extra_forbidden": Text("form.extra", "there is nothing of that name"),
    "json_invalid": Text("form.json", "no JSON"),
    "model_type": _OBJECT,
    "model_attributes_type": _OBJECT,
    "dict_type": _OBJECT,
    "list_type": _LIST,
    "tuple_type": _LIST,
    "string_type": Text("form.text", "not a text"),
    "int_type": _WHOLE,
    "int_parsing": _WHOLE,
    "int_from_float": _WHOLE,
    "bool_type": _TRUTH,
    "bool_parsing": _TRUTH,
    "date_type": _DATE,
    "date_parsing": _DATE,
    "date_from_datetime_parsing": _DATE,
    "string_pattern_mismatch": Text("form.pattern", "not of the form {pattern}"),
    "string_too_short": Text("form.short", "shorter than {min_length} characters"),
    "string_too_long": Text("form.long", "longer than {max_length} characters"),
    "too_short": Text("form.few", "fewer than {min_length}"),
    "too_long": Text("form.many", "more than {max_length}"),
    "greater_than_equal": Text("form.low", "less than {ge}"),
    "less_than_equal": Text("form.high", "more than {le}"),
    "literal_error": _CHOICE,
    "enum": _CHOICE,
}


def form_fault(error: Mapping[str, Any], speak: Translator) -> str:
    """Return one of pydantic's errors as a reader understands it."""
    about = error.get("ctx") or {}
    text = _KINDS.get(str(error["type"]), OTHER)
    try:
        return speak.sentence(text(**{name: str(value) for name, value in about.items()}))
    except KeyError:  # it tells less than the sentence wants to say
        return speak.sentence(OTHER())

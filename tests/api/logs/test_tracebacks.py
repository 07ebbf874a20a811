from __future__ import annotations

from typing import Any

from api.logs.tracebacks import EXCEPTIONS, FRAMES, trace_error


def told(error: BaseException | None) -> dict[str, Any]:
    return dict(trace_error(None, "", {"event": "failed", "exc_info": error}))


def caught(depth: int, error: BaseException) -> BaseException:
    def sink(left: int) -> None:
        if left:
            sink(left - 1)
        raise error

    try:
        sink(depth)
    except BaseException as found:
        return found
    raise AssertionError


def test_an_event_without_an_error_stays_as_it_is() -> None:
    assert told(None) == {"event": "failed"}


def test_an_error_that_leads_to_itself_ends() -> None:
    one, other = ValueError("kanarie"), KeyError("kanarie")
    one.__cause__, other.__cause__ = other, one
    assert told(one)["error"] == "builtins.ValueError < builtins.KeyError"


def test_endless_errors_are_cut() -> None:
    error: BaseException = ValueError()
    for _ in range(3 * EXCEPTIONS):
        following = ValueError()
        following.__cause__ = error
        error = following
    assert told(error)["error"].count("ValueError") == EXCEPTIONS
    assert len(told(caught(3 * FRAMES, ValueError()))["trace"]) == FRAMES


def test_what_was_suppressed_is_not_told() -> None:
    error = ValueError()
    error.__context__ = KeyError()
    assert told(error)["error"] == "builtins.ValueError < builtins.KeyError"
    error.__suppress_context__ = True
    assert told(error)["error"] == "builtins.ValueError"


def test_the_innermost_place_stands_last() -> None:
    assert told(caught(2, ValueError()))["trace"][-1].startswith(f"{__name__}:")
    assert told(caught(2, ValueError()))["trace"][-1].endswith(" sink")
    assert told(caught(2, ValueError()))["trace"][0].endswith(" caught")

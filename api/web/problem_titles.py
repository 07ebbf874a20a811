"""What kinds of problems are called where people read it: their ``title``, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus

from api.texts.translator import Translator
from api.web.problems import ProblemKind
from wfm.message import Text

TITLES: Mapping[str, Text] = {
    "signed-out": Text("problem.signed_out", "Unauthorized"),
    "not-allowed": Text("problem.not_allowed", "Forbidden"),
    "missing": Text("problem.missing", "Not Found"),
    "not-done": Text("problem.not_done", "Method Not Allowed"),
    "too-slow": Text("problem.too_slow", "Request Timeout"),
    "clash": Text("problem.clash", "Conflict"),
    "too-large": Text("problem.too_large", "Request Entity Too Large"),
    "media-type": Text("problem.media_type", "Unsupported Media Type"),
    "not-understood": Text("problem.not_understood", "Unprocessable Entity"),
    "fault": Text("problem.fault", "Internal Server Error"),
    "busy": Text("problem.busy", "Service Unavailable"),
    "idempotency-key": Text("problem.idempotency_key", "Idempotency-Key missing or malformed"),
    "key-taken": Text("problem.key_taken", "Idempotency-Key used before"),
    "if-match-missing": Text("problem.if_match_missing", "If-Match missing"),
    "if-match": Text("problem.if_match", "If-Match malformed"),
    "stale": Text("problem.stale", "Changed meanwhile"),
    "faulty": Text("problem.faulty", "Faulty tables"),
    "unreadable": Text("problem.unreadable", "Not readable as sent"),
    "not-later": Text("problem.not_later", "Not later than the published version"),
    "broken-rules": Text("problem.broken_rules", "Hard rules broken"),
    "short-notice": Text("problem.short_notice", "Shifts change at short notice"),
    "too-many": Text("problem.too_many", "As many as there may be"),
    "closed": Text("problem.closed", "Closed"),
    "doubtful-persons": Text("problem.doubtful_persons", "Not clear who somebody is"),
}
"""By slug; the English is the kind's own."""


def title_of(kind: ProblemKind | None, status: int, speak: Translator) -> str:
    """Return the title of a problem; a status of which no kind is known is called by its phrase."""
    return HTTPStatus(status).phrase if kind is None else speak.say(TITLES[kind.slug]())

"""Whatever is asked, the answer is one that the description promises."""

from __future__ import annotations

from typing import Any

import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis import Case

from tests.api.hotlines import app_of
from tests.api.showcase import showcase

schema = schemathesis.openapi.from_asgi("/api/v1/openapi.json", app_of(showcase()))


@schema.parametrize()
@settings(max_examples=15, suppress_health_check=list(HealthCheck))
def test_every_answer_is_as_described(case: Case[Any]) -> None:
    case.call_and_validate()

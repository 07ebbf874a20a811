"""The example on the page of sign-in can be used as it stands, and the pages tell what the code does."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from prometheus_client import CollectorRegistry

from api.accounts.oidc.attempt_cookie import SECONDS
from api.accounts.oidc.claims import grants_from_claims
from api.configuration.oidc_providers import Provider, faults_in, read_providers
from api.notices.metrics import Figures
from api.notices.relay import FIRST_WAIT, LEASE, LONGEST_WAIT
from api.notices.thread import EVERY, LONGEST
from tests.docs.pages import text_of

EXAMPLE = re.findall(r"```json\n(.*?)```", text_of("sign-in.md"), re.DOTALL)[0]
WAITS = timedelta(minutes=1), timedelta(hours=6)
PLANNER = {"realm_access": {"roles": ["vagtplanlaegger", "vagtleder"]}, "cvr": ["29189846", "29189854"]}


def test_the_example_can_be_used() -> None:
    assert list(faults_in(EXAMPLE)) == []
    one, other = read_providers(EXAMPLE)
    assert {
        wanted.role.value for wanted in grants_from_claims(one, {"roles": ["Fællesvagt.Leder"]}).wanted
    } == {"leader"}
    found = grants_from_claims(other, PLANNER).wanted
    assert [(wanted.role.value, wanted.municipality) for wanted in found] == [
        ("coordinator", None),
        ("leader", "751"),
        ("leader", "730"),
    ]


def test_every_key_of_a_provider_is_told() -> None:
    rows = re.findall(r"^\| (`[^|]*) \|", text_of("sign-in.md"), re.MULTILINE)
    told = set(re.findall(r"`(\w+)`", " ".join(rows)))
    assert set(Provider.model_fields) <= told


def test_every_figure_of_mail_is_told() -> None:
    registry = CollectorRegistry()
    Figures(registry)
    kinds = {metric.name: metric.type for metric in registry.collect()}
    names = {name + ("_total" if kind == "counter" else "") for name, kind in kinds.items()}
    assert set(re.findall(r"`(faellesvagt_\w+)`", text_of("mail.md"))) == names


@pytest.mark.parametrize(
    ("page", "said", "holds"),
    [
        ("mail.md", "every five seconds", EVERY == 5),
        ("mail.md", "after 1, 2, 4 … minutes, at most 6 hours apart", (FIRST_WAIT, LONGEST_WAIT) == WAITS),
        ("mail.md", "from 10 seconds to 5 minutes", (EVERY * 2, LONGEST) == (10, 300)),
        ("mail.md", "sent again, 5 minutes later", LEASE.total_seconds() == 300),
        ("sign-in.md", "from at most ten minutes ago", SECONDS == 600),
    ],
)
def test_the_pages_tell_the_times_of_the_code(page: str, said: str, holds: bool) -> None:
    assert said in text_of(page)
    assert holds

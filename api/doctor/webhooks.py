"""Whether the hosts at which webhooks are delivered can be: their names, and where these lead."""

from __future__ import annotations

from collections.abc import Iterable

from api.accounts.oidc.outside import HTTPS, InsideError, UnknownNameError, find_outside_addresses
from api.configuration.settings import Settings
from api.doctor.diagnosis import Diagnosis, approve, fail, warn
from wfm.message import Text

WEBHOOKS = Text("doctor.webhooks", "webhooks")
NONE = Text("doctor.no_webhooks", "None is delivered; WFM_WEBHOOK_HOSTS is not set.")
ALLOWED = Text("doctor.webhooks_allowed", "They may be delivered at {hosts:list}.")
INSIDE = Text(
    "doctor.webhook_inside",
    "{host} leads to this machine or to an internal network: nothing is ever delivered there.",
)
UNKNOWN = Text("doctor.webhook_unknown", "{host} leads nowhere.")
CORRECT = Text("doctor.correct_webhooks", "Correct the name in WFM_WEBHOOK_HOSTS, or take it away.")
UNSEALED = Text(
    "doctor.webhooks_unsealed",
    "Secrets of webhooks stand in the database as they are: no key seals them.",
)
SEAL = Text("doctor.seal_webhooks", "Set WFM_SECRET_KEY_FILE.")


def webhooks(settings: Settings) -> Iterable[Diagnosis]:
    """Look at the hosts that are allowed."""
    hosts = settings.webhook_hosts
    if not hosts:
        yield approve(WEBHOOKS, NONE())
        return
    found = []
    for host in hosts:
        try:
            find_outside_addresses(host, HTTPS)
        except InsideError:
            found.append(fail(WEBHOOKS, INSIDE(host=host), CORRECT()))
        except UnknownNameError:
            found.append(warn(WEBHOOKS, UNKNOWN(host=host), CORRECT()))
    if settings.secret_key is None:
        found.append(warn(WEBHOOKS, UNSEALED(), SEAL()))
    yield from found or (approve(WEBHOOKS, ALLOWED(hosts=hosts)),)

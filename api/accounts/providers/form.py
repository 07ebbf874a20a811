"""The form of a provider: what was typed, as the provider that it means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from api.accounts.providers.entry import SecretChange
from api.accounts.records.providers import ProviderEntry, RoleClaims
from api.web.pages.sent_form import PageForm
from wfm.errors import Fault
from wfm.ids import MunicipalityCode

FIELDS = (
    "id",
    "name",
    "issuer",
    "client_id",
    "municipality",
    "scopes",
    "acr",
    "claim",
    "coordinator",
    "leader",
    "agent",
    "agent_id",
)
USUAL: Mapping[str, str] = MappingProxyType({**dict.fromkeys(FIELDS, ""), "scopes": "email"})
"""What stands in the form of a new one."""


def read_values(form: PageForm) -> Mapping[str, str]:
    """Return what was typed, by field; the secret is not among it, as it is never shown again."""
    return {name: form.text(name).strip() for name in FIELDS}


def read_entry(values: Mapping[str, str]) -> ProviderEntry:
    """Return the provider that was typed."""
    return ProviderEntry(
        id=values["id"],
        municipality=MunicipalityCode(values["municipality"]) if values["municipality"] else None,
        name=values["name"],
        issuer=values["issuer"],
        client_id=values["client_id"],
        scopes=_words(values["scopes"]),
        acr=_words(values["acr"]),
        claims=RoleClaims(
            claim=values["claim"],
            coordinator=values["coordinator"],
            leader=values["leader"],
            agent=values["agent"],
            agent_id=values["agent_id"],
        ),
    )


def read_secret(form: PageForm) -> SecretChange:
    """Return what becomes of the secret: an empty field leaves it as it is."""
    if form.text("no_secret") == "yes":
        return SecretChange("")
    typed = form.text("client_secret").strip()
    return SecretChange(typed or None)


def values_of(entry: ProviderEntry) -> Mapping[str, str]:
    """Return what stands in the form of one that is kept."""
    return {
        "id": entry.id,
        "name": entry.name,
        "issuer": entry.issuer,
        "client_id": entry.client_id,
        "municipality": entry.municipality or "",
        "scopes": " ".join(entry.scopes),
        "acr": " ".join(entry.acr),
        **vars(entry.claims),
    }


def faults_by_field(faults: Sequence[Fault]) -> Mapping[str, Fault]:
    """Return the first fault of each field."""
    found: dict[str, Fault] = {}
    for fault in faults:
        found.setdefault(fault.column, fault)
    return found


def _words(typed: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(typed.replace(",", " ").split()))

"""What else stands on a statement, so that whoever receives it can book it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from api.configuration.billing import BillingSettings
from wfm.ids import MunicipalityCode


@dataclass(frozen=True)
class BillingTerms:
    """Where municipalities take invoices, what they want on them, and how they are treated for VAT."""

    gln: Mapping[MunicipalityCode, str] = field(default_factory=dict)
    reference: Mapping[MunicipalityCode, str] = field(default_factory=dict)
    vat: str = ""


def read_billing_terms(settings: BillingSettings) -> BillingTerms:
    """Return what the settings say of statements."""
    return BillingTerms(dict(settings.gln_of), dict(settings.reference_of), settings.vat_treatment or "")

"""A certificate checked in exact arithmetic: the model is built anew, its multipliers are evaluated.

No solver is at work here. What remains to be trusted is that the model says what the rules mean; tests hold
that every roster fits into it and costs there what it measures.
"""

from __future__ import annotations

from dataclasses import dataclass

from solver.linear.certificate import prove_bound
from solver.linear.model import linear_model
from solver.params import Clock
from solver.search.build import draft_after
from solver.search.state import SearchState
from wfm.baseline import Baseline, levels_of
from wfm.certificate import Certificate
from wfm.message import Message, Text
from wfm.plan import Plan
from wfm.roster import Roster
from wfm.verification import ClaimState

OTHER_MODEL = Text(
    "verify.other_model",
    "the certificate is about another model than this version of the program makes of the plan",
)
OTHER_LEVELS = Text("verify.other_levels", "the certificate does not hold the levels before this one")
PROVES_LESS = Text(
    "verify.proves_less", "calculated again, the certificate proves {bound:number}, not {claimed:number}"
)
PROVES = Text(
    "verify.proves", "calculated again without a solver: the certificate's {n:number} multipliers prove it"
)


@dataclass(frozen=True)
class CertificateCheck:
    """What came of a certificate.

    Parameters
    ----------
    state
        Whether it proves the bound that it names.
    message
        Why.
    bound
        What it proves; ``None`` where it is about another model.
    """

    state: ClaimState
    message: Message
    bound: int | None = None


def check(plan: Plan, baseline: Baseline | None, certificate: Certificate) -> CertificateCheck:
    """Evaluate a certificate on the model that the plan and its held values give."""
    levels = levels_of(baseline)
    if certificate.level not in levels:
        return CertificateCheck(ClaimState.FALSE, OTHER_LEVELS())
    earlier = levels[: levels.index(certificate.level)]
    if tuple(certificate.held) != earlier:
        return CertificateCheck(ClaimState.FALSE, OTHER_LEVELS())
    state = SearchState(plan, Roster(), Clock(float("inf")), baseline=baseline)
    draft = draft_after(state, certificate.level, held=certificate.held)
    model = linear_model(draft.model.proto)
    if (model.rows, model.sha256) != (certificate.rows, certificate.model_sha256):
        return CertificateCheck(ClaimState.OPEN, OTHER_MODEL())
    bound = prove_bound(model, certificate.scaled, certificate.denominator)
    if bound < certificate.bound:
        return CertificateCheck(ClaimState.FALSE, PROVES_LESS(bound=bound, claimed=certificate.bound), bound)
    return CertificateCheck(ClaimState.CONFIRMED, PROVES(n=len(certificate.multipliers)), bound)

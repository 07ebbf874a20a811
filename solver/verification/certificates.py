"""A certificate checked in exact arithmetic: the model is built anew, its multipliers are evaluated.

No solver is at work here, unless the certificate says what single municipalities' parts cost at least: each
of them, a small program, is solved again. What remains to be trusted is that the model says what the rules
mean; tests hold that every roster fits into it and costs there what it measures.
"""

from __future__ import annotations

from dataclasses import dataclass

from solver.linear.blocks import blocks_of, homes_of, least_of, price_columns, prove_by_blocks
from solver.linear.certificate import prove_bound
from solver.linear.model import LinearModel, linear_model
from solver.model.draft import Draft
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
PROVES_BY_BLOCKS = Text(
    "verify.proves_by_blocks",
    "calculated again, with the parts of {blocks:number} municipalities solved again in whole numbers: "
    "the certificate's {n:number} multipliers prove it",
)
LESS_IN_BLOCK = Text(
    "verify.less_in_block", "solved again, the part of municipality {municipality} costs less than is claimed"
)
UNKNOWN_BLOCK = Text(
    "verify.unknown_block", "the certificate names a municipality that has no part of the model"
)
BLOCK_LEFT = Text(
    "verify.block_left",
    "the part of municipality {municipality} could not be solved again in time",
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
    if certificate.blocks:
        return _check_blocks(draft, model, certificate)
    bound = prove_bound(model, certificate.scaled, certificate.denominator)
    if bound < certificate.bound:
        return CertificateCheck(ClaimState.FALSE, PROVES_LESS(bound=bound, claimed=certificate.bound), bound)
    return CertificateCheck(ClaimState.CONFIRMED, PROVES(n=len(certificate.multipliers)), bound)


def _check_blocks(draft: Draft, model: LinearModel, certificate: Certificate) -> CertificateCheck:
    """Evaluate the certificate with what it says of municipalities' parts, and solve each of these again."""
    blocks = {block.home: block for block in blocks_of(model, homes_of(draft))}
    if not all(home in blocks for home, _ in certificate.blocks):
        return CertificateCheck(ClaimState.FALSE, UNKNOWN_BLOCK())
    claimed = {blocks[home]: least for home, least in certificate.blocks}
    bound = prove_by_blocks(model, claimed, certificate.scaled, certificate.denominator)
    if bound < certificate.bound:
        return CertificateCheck(ClaimState.FALSE, PROVES_LESS(bound=bound, claimed=certificate.bound), bound)
    costs = price_columns(model, blocks.values(), certificate.scaled, certificate.denominator)
    for block, least in claimed.items():
        found = least_of(model, block, costs)
        if found is None:
            return CertificateCheck(ClaimState.OPEN, BLOCK_LEFT(municipality=block.home))
        if found < least:
            return CertificateCheck(ClaimState.FALSE, LESS_IN_BLOCK(municipality=block.home))
    message = PROVES_BY_BLOCKS(blocks=len(claimed), n=len(certificate.multipliers))
    return CertificateCheck(ClaimState.CONFIRMED, message, bound)

"""Claims about what is proven: bounds, the certificates of ``proof.json``, and the status."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from api.publication.proof_file import PROOF_FILE
from api.publication.proofs import proof_of
from api.texts.names import level_message
from api.texts.translator import translator
from api.verification.figures import NEEDS_BASELINE, as_param, level_record, number, same_version
from api.verification.solved_folder import (
    SolvedFolder,
)
from solver.verification import CertificateCheck, PublishedClaims, Reproof, check
from wfm.baseline import levels_of
from wfm.certificate import Certificate
from wfm.finding import Level
from wfm.message import Text
from wfm.proof import ProofMethod
from wfm.result import Status
from wfm.verification import Claim, ClaimState

BOUND = Text("verify.bound", "{level}: no lower value than {bound} is possible")
NO_NUMBER = Text("verify.no_number", "that is no whole number from 0 on")
METHOD = Text("verify.method", "{level}: how the bound was proven")
NOT_SO = Text("verify.not_so", "the report names “{method}”; with that it could not be proven again")
CERTIFICATE = Text("verify.certificate", "{level}: the certificate in {file}")
CERTIFICATES = Text("verify.certificates", "the certificates in {file}")
OTHER_PLAN = Text("verify.certificate_plan", "the certificate is about another plan")
OTHER_BOUND = Text(
    "verify.certificate_bound", "the certificate names {bound:number} as the bound, the report another"
)
NO_CERTIFICATE = Text(
    "verify.no_certificate",
    "the report says that a certificate proves the bound; there is none, and no time helps that",
)
OTHER_SENTENCE = Text("verify.proof_sentence", "the sentence says something else than the figures beside it")
DAMAGED = Text("verify.damaged", "the file is damaged")
STATUS = Text("verify.status", "the status is {status}")
AS_BOUNDS = Text("verify.as_bounds", "as values and bounds say")
NOT_AS_BOUNDS = Text("verify.not_as_bounds", "as values and bounds say, it is {status}")
REST_ON = Text("verify.rest_on", "it rests on what was not confirmed: {levels:list}")

LEVEL_CLAIM = re.compile(r"score\.(\w+)\.(?:value|bound)")

LIGHT = (ProofMethod.ZERO, ProofMethod.COUNTING)
"""Ways to prove a bound that we repeat ourselves."""

CERTIFIED = (ProofMethod.CERTIFICATE, ProofMethod.BLOCKS)
"""Ways to prove a bound that leave a certificate."""

Pairs = Mapping[Level, tuple[Certificate, CertificateCheck]]


def read_claims(solved: SolvedFolder, certificates: Pairs) -> PublishedClaims:
    """Return what the report claims of the levels, as far as it can be read."""
    values: dict[Level, int] = {}
    bounds: dict[Level, int] = {}
    for level in levels_of(solved.baseline):
        record = level_record(solved, level)
        value, bound = number(record.get("value")), number(record.get("bound"))
        if value is not None:
            values[level] = value
        if bound is not None and bound >= 0:
            bounds[level] = bound
    return PublishedClaims(MappingProxyType(values), MappingProxyType(bounds), certificates)


def evaluate_certificates(solved: SolvedFolder) -> Pairs:
    """Evaluate the certificates of ``proof.json``; none where they are about another plan or can't be."""
    if solved.lacks_baseline:
        return {}
    found = solved.certificates.by_level
    return {level: (one, check(solved.plan, solved.baseline, one)) for level, one in found.items()}


def check_bounds(solved: SolvedFolder, reproofs: Mapping[Level, Reproof]) -> Iterator[Claim]:
    """Yield each level's bound, and how it was proven where that can't be so."""
    levels = levels_of(solved.baseline)
    if solved.lacks_baseline:
        levels = (Level.COVERAGE, Level.COMPETENCE, Level.CHANGES, Level.QUOTA, Level.QUALITY)
    for level in levels:
        bound = level_record(solved, level).get("bound")
        claimed = BOUND(level=level_message(level), bound=as_param(bound))
        subject = f"score.{level}.bound"
        if solved.lacks_baseline:
            yield Claim(subject, claimed, ClaimState.OPEN, NEEDS_BASELINE())
        elif level in reproofs:
            reproof = reproofs[level]
            yield Claim(subject, claimed, reproof.state, reproof.message)
            yield from _method_claims(solved, level, reproof)
        else:
            yield Claim(subject, claimed, ClaimState.FALSE, NO_NUMBER())


def _method_claims(solved: SolvedFolder, level: Level, reproof: Reproof) -> Iterator[Claim]:
    """Yield the way in which a bound was proven, where we can repeat it and it led nowhere."""
    proof = level_record(solved, level).get("proof")
    method = proof.get("method") if isinstance(proof, dict) else None
    subject, claimed = f"score.{level}.proof", METHOD(level=level_message(level))
    light = reproof.proof is not None and reproof.proof.method in LIGHT
    named = method in list(ProofMethod)
    if named and same_version(solved) and not _told_rightly(solved, dict(proof or {})):
        yield Claim(subject, claimed, ClaimState.FALSE, OTHER_SENTENCE())
    elif not named and proof is not None:
        yield Claim(subject, claimed, ClaimState.FALSE, NOT_SO(method=as_param(method)))
    elif method in LIGHT and not (light and reproof.state is ClaimState.CONFIRMED):
        state = ClaimState.FALSE if method == ProofMethod.ZERO else ClaimState.OPEN
        yield Claim(subject, claimed, state, NOT_SO(method=str(method)))
    elif method in CERTIFIED and level not in solved.certificates.by_level:
        yield Claim(subject, claimed, ClaimState.OPEN, NO_CERTIFICATE())


def _told_rightly(solved: SolvedFolder, proof: Mapping[str, Any]) -> bool:
    """Tell whether the sentence beside a proof says what its other figures say."""
    try:
        right = proof_of(proof)
    except (KeyError, TypeError, ValueError, AttributeError):
        return False
    speak = translator(solved.plan.hotline.language)
    return right is not None and proof.get("sentence") == speak.sentence(right.message)


def check_certificates(solved: SolvedFolder, certificates: Pairs, plan_sha256: str) -> Iterator[Claim]:
    """Yield what came of each certificate."""
    if solved.certificates.damaged:
        yield Claim(PROOF_FILE, CERTIFICATES(file=PROOF_FILE), ClaimState.FALSE, DAMAGED())
    for level, certificate in solved.certificates.by_level.items():
        claimed = CERTIFICATE(level=level_message(level), file=PROOF_FILE)
        bound = level_record(solved, level).get("bound")
        if solved.certificates.plan_sha256 != plan_sha256:
            state, message = ClaimState.FALSE, OTHER_PLAN()
        elif level not in certificates:
            state, message = ClaimState.OPEN, NEEDS_BASELINE()
        else:
            checked = certificates[level][1]
            state, message = checked.state, checked.message
            if state is ClaimState.CONFIRMED and certificate.bound != bound:
                state, message = ClaimState.FALSE, OTHER_BOUND(bound=certificate.bound)
        yield Claim(f"{PROOF_FILE}:{level}", claimed, state, message)


def check_status(solved: SolvedFolder, others: Iterable[Claim]) -> Iterator[Claim]:
    """Yield the status: OPTIMAL just where every value is its bound, and no surer than what it rests on.

    Parameters
    ----------
    solved
        The answer.
    others
        What came of its other claims.
    """
    said = solved.report.get("status")
    claimed = STATUS(status=as_param(said))
    right = Status.OPTIMAL if _all_closed(solved) else Status.FEASIBLE
    if said != right:
        yield Claim("status", claimed, ClaimState.FALSE, NOT_AS_BOUNDS(status=right.value))
        return
    unsure = [
        (level, claim.state)
        for claim in others
        if claim.state is not ClaimState.CONFIRMED
        and (level := _level_of(claim.subject)) is not None
        and (level is Level.HARD or right is Status.OPTIMAL)
    ]
    levels = tuple(map(level_message, dict.fromkeys(level for level, _ in unsure)))
    message = REST_ON(levels=levels) if unsure else AS_BOUNDS()
    yield Claim("status", claimed, ClaimState.of_all(state for _, state in unsure), message)


def _level_of(subject: str) -> Level | None:
    """Return the level of a value or bound; ``hard`` for the hard rules, nothing for all else."""
    if subject == Level.HARD:
        return Level.HARD
    found = LEVEL_CLAIM.fullmatch(subject)
    return Level(found[1]) if found and found[1] in list(Level) else None


def _all_closed(solved: SolvedFolder) -> bool:
    score = solved.report.get("score")
    records = score.values() if isinstance(score, dict) else ()
    closed = [
        isinstance(one, dict) and number(one.get("value")) is not None and one["value"] == one.get("bound")
        for one in records
    ]
    return bool(closed) and all(closed)

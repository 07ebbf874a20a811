"""Absences and offers, for programs."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.access.permissions import Permission
from api.plans.addresses import PREFIX
from api.plans.context import InHotline
from api.plans.place import HotlinePlace
from api.publishing.agreement import read_agreement
from api.replacements.absences import (
    ShownAbsence,
    list_shown_absences,
    report_absence,
    show_absence,
    withdraw_report,
)
from api.replacements.answers import accept, decline
from api.replacements.context import AbsenceInPath, MunicipalityInPath, OfferInPath, SentTag
from api.replacements.offers import ShownOffer, make_offer, show_offer, withdraw_offer
from api.replacements.release import release_shift
from api.replacements.schemas import (
    AbsenceAnswer,
    AbsencesAnswer,
    ReleaseAnswer,
    RuleAnswer,
    SeatOfferAnswer,
    SeatOffersAnswer,
    SentAbsenceReport,
    SentAcceptingRule,
    SentRelease,
    SentSeatAnswer,
    SentSeatOffer,
    absence_answer,
    offer_answer,
    rule_answer,
)
from api.replacements.settings import read_rule, set_rule
from api.replacements.vacancies import list_known_offers, list_vacancies
from api.rosters.change_routes import would_break
from api.rosters.editing.changes import NewBreachesError
from api.rosters.editing.short_notice import NoticeAgreement
from api.web.guard import allow
from api.web.json.description import REPLACEMENTS
from api.web.json.operations import KEY, describe_change, reads, writes
from api.web.json.requests import JSON, CurrentBody, Idempotent, IfMatch
from api.web.json.responses import CREATED, OK, answer_change, answer_document
from wfm.ids import AgentId, ShiftId

router = APIRouter(prefix=PREFIX)

ABSENCES, OFFERS, RELEASES = "/{hotline}/absences", "/{hotline}/offers", "/{hotline}/releases"
ABSENCE, OFFER = f"{ABSENCES}/{{absence}}", f"{OFFERS}/{{offer}}"
RULE = f"{OFFERS}/rules/{{municipality}}"
TAG: dict[str, Any] = {
    "name": "If-Match",
    "in": "header",
    "required": False,
    "description": "Number of the state that the caller knows, or its tag; left out, whichever it is.",
    "schema": {"type": "string", "pattern": '^"[0-9]{1,9}(-[0-9a-f]{1,64})?"$'},
    "example": '"1"',
}


def _body(model: str, *more: dict[str, Any]) -> dict[str, Any]:
    content = {JSON: {"schema": {"$ref": f"#/components/schemas/{model}"}}}
    return {"parameters": [KEY, *more], "requestBody": {"required": True, "content": content}}


@router.get(
    ABSENCES,
    dependencies=[allow(Permission.READ_ROSTER)],
    tags=[REPLACEMENTS],
    summary="Absences that are not over",
    response_model=AbsencesAnswer,
    responses=reads(422),
)
def absences(request: Request, place: InHotline) -> Response:
    """Return those that the caller knows of: the own, those of own people, coordinators all."""
    found = [
        absence_answer(one, list_vacancies(place, one, ranked=False), place.speak)
        for one in list_shown_absences(place)
    ]
    return answer_document(request, AbsencesAnswer(absences=found), 0, speak=place.speak)


@router.post(
    ABSENCES,
    dependencies=[allow(Permission.ANSWER)],
    tags=[REPLACEMENTS],
    summary="Report that somebody is away",
    status_code=CREATED,
    response_model=AbsenceAnswer,
    responses=writes(CREATED, 409),
    openapi_extra=_body("SentAbsenceReport"),
)
def report(request: Request, place: InHotline, sent: CurrentBody, key: Idempotent) -> Response:
    """Say that somebody is away; no reason is asked. Every seat of theirs that is to come is vacant at once.

    For oneself, own people, or as a coordinator. The answer lists, for every seat, who may step in, ranked:
    first those with whom the colleagues who sit there stay.
    """
    sent.only(JSON)
    wanted = sent.read_as(SentAbsenceReport)
    first, last = wanted.first_day, wanted.last_day
    shown = report_absence(place, key, AgentId(wanted.agent), first, last, _agreed(request))
    where = f"{PREFIX}/{place.hotline.code}/absences/{shown.absence.id}"
    document = _absence(place, shown)
    return answer_change(document, shown.absence.number, location=where, status=CREATED, speak=place.speak)


@router.get(
    ABSENCE,
    dependencies=[allow(Permission.READ_ROSTER)],
    tags=[REPLACEMENTS],
    summary="An absence, and who may step in",
    response_model=AbsenceAnswer,
    responses=reads(422),
)
def absence(request: Request, place: InHotline, absence: AbsenceInPath) -> Response:
    """Return an absence with the seats that were vacated and are still to come, and who may take each."""
    shown = show_absence(place, absence)
    return answer_document(request, _absence(place, shown), shown.absence.number, speak=place.speak)


@router.post(
    f"{ABSENCE}/withdraw",
    dependencies=[allow(Permission.ANSWER)],
    tags=[REPLACEMENTS],
    summary="Take an absence back",
    response_model=AbsenceAnswer,
    responses=writes(OK, 409),
    openapi_extra={"parameters": [KEY, TAG]},
)
def take_back(
    request: Request, place: InHotline, absence: AbsenceInPath, key: Idempotent, began: SentTag
) -> Response:
    """Say that it was a mistake: whoever was away has again the seats that nobody took meanwhile."""
    shown = withdraw_report(place, key, absence, _agreed(request), began)
    return answer_change(_absence(place, shown), shown.absence.number, speak=place.speak)


@router.get(
    OFFERS,
    dependencies=[allow(Permission.READ_ROSTER)],
    tags=[REPLACEMENTS],
    summary="Seats that are offered",
    response_model=SeatOffersAnswer,
    responses=reads(422),
)
def offers(request: Request, place: InHotline) -> Response:
    """Return offers whose time is not over: to the caller, own people, of own seats; coordinators all."""
    found = [offer_answer(one) for one in list_known_offers(place)]
    return answer_document(request, SeatOffersAnswer(offers=found), 0)


@router.post(
    OFFERS,
    dependencies=[allow(Permission.ANSWER)],
    tags=[REPLACEMENTS],
    summary="Offer a seat",
    status_code=CREATED,
    response_model=SeatOfferAnswer,
    responses=writes(CREATED, 409),
    openapi_extra=_body("SentSeatOffer"),
)
def offer_seat(place: InHotline, sent: CurrentBody, key: Idempotent) -> Response:
    """Ask one or several to take a seat; they are told by mail, and the first to accept has it.

    Coordinators ask anybody, leaders own people, and who leaves a shift own colleagues.
    """
    sent.only(JSON)
    wanted = sent.read_as(SentSeatOffer)
    made = make_offer(
        place,
        key,
        shift=ShiftId(wanted.shift),
        leaves=None if wanted.leaves is None else AgentId(wanted.leaves),
        agents=[AgentId(one) for one in wanted.agents],
        expires_at=wanted.expires_at,
    )
    where = f"{PREFIX}/{place.hotline.code}/offers/{made.offer.id}"
    return answer_change(offer_answer(made), made.offer.number, location=where, status=CREATED)


@router.post(
    RELEASES,
    dependencies=[allow(Permission.PUBLISH)],
    tags=[REPLACEMENTS],
    summary="Let several municipalities share a shift",
    response_model=ReleaseAnswer,
    responses=writes(OK, 409),
    openapi_extra=_body("SentRelease"),
)
def release(request: Request, place: InHotline, sent: CurrentBody, key: Idempotent) -> Response:
    """Release one published shift to teams of several municipalities; nobody gains or loses a seat by that.

    The plan says so from its next revision on, the published roster is published on that, and a draft in the
    making follows. Offers of the whole shift are over: the empty seat alone can be offered then.
    """
    sent.only(JSON)
    made = release_shift(place, key, ShiftId(sent.read_as(SentRelease).shift), _agreed(request))
    return answer_change(ReleaseAnswer(shift=made.shift, version=made.version), made.version)


@router.get(
    OFFER,
    dependencies=[allow(Permission.READ_ROSTER)],
    tags=[REPLACEMENTS],
    summary="A seat that is offered",
    response_model=SeatOfferAnswer,
    responses=reads(422),
)
def offer(request: Request, place: InHotline, offer: OfferInPath) -> Response:
    """Return an offer and how far it is."""
    shown = show_offer(place, offer)
    return answer_document(request, offer_answer(shown), shown.offer.number)


@router.post(
    f"{OFFER}/accept",
    dependencies=[allow(Permission.ANSWER)],
    tags=[REPLACEMENTS],
    summary="Take a seat that is offered",
    response_model=SeatOfferAnswer,
    responses=writes(OK, 409),
    openapi_extra=_body("SentSeatAnswer", TAG),
)
def take(
    request: Request,
    place: InHotline,
    offer: OfferInPath,
    sent: CurrentBody,
    key: Idempotent,
    began: SentTag,
) -> Response:
    """Take the seat, for oneself or for somebody for whom the caller answers: the first to accept has it.

    It is published at once. Where the municipality wants its leader's yes, the offer is open until then.
    """
    who = _agent(sent)
    try:
        shown = accept(place, key, offer, _agreed(request), agent=who, expected=began)
    except NewBreachesError as error:
        raise would_break(error.outcome) from error
    return _answered(shown)


@router.post(
    f"{OFFER}/decline",
    dependencies=[allow(Permission.ANSWER)],
    tags=[REPLACEMENTS],
    summary="Decline a seat that is offered",
    response_model=SeatOfferAnswer,
    responses=writes(OK, 409),
    openapi_extra=_body("SentSeatAnswer", TAG),
)
def say_no(
    place: InHotline, offer: OfferInPath, sent: CurrentBody, key: Idempotent, began: SentTag
) -> Response:
    """Say no. Nothing is counted, and once the offer is over nothing says who did."""
    return _answered(decline(place, key, offer, agent=_agent(sent), expected=began))


@router.post(
    f"{OFFER}/withdraw",
    dependencies=[allow(Permission.ANSWER)],
    tags=[REPLACEMENTS],
    summary="Take an offer back",
    response_model=SeatOfferAnswer,
    responses=writes(OK, 409),
    openapi_extra={"parameters": [KEY, TAG]},
)
def take_offer_back(place: InHotline, offer: OfferInPath, key: Idempotent, began: SentTag) -> Response:
    """Take it back; whoever was asked is told."""
    return _answered(withdraw_offer(place, key, offer, began))


@router.get(
    RULE,
    dependencies=[allow(Permission.READ_FIGURES)],
    tags=[REPLACEMENTS],
    summary="How a municipality's agents may accept",
    response_model=RuleAnswer,
    responses=reads(422),
)
def rule(request: Request, place: InHotline, municipality: MunicipalityInPath) -> Response:
    """Return whether they may accept alone, with their leader's yes, or not at all; said by its leader."""
    kept = read_rule(place, municipality)
    return answer_document(request, rule_answer(municipality, kept), kept.number)


@router.put(
    RULE,
    dependencies=[allow(Permission.CONFIRM)],
    tags=[REPLACEMENTS],
    summary="Say how a municipality's agents may accept",
    response_model=RuleAnswer,
    responses=writes(OK),
    openapi_extra=describe_change(
        {JSON: SentAcceptingRule}, 'Number of the rule, or its tag; "0" before the first.'
    ),
)
def change_rule(
    place: InHotline, municipality: MunicipalityInPath, sent: CurrentBody, key: Idempotent, began: IfMatch
) -> Response:
    """Say it, as the municipality's leader or a coordinator."""
    sent.only(JSON)
    kept = set_rule(place, key, municipality, sent.read_as(SentAcceptingRule).rule, began)
    return answer_change(rule_answer(municipality, kept), kept.number)


def _absence(place: HotlinePlace, shown: ShownAbsence) -> AbsenceAnswer:
    return absence_answer(shown, list_vacancies(place, shown), place.speak)


def _answered(shown: ShownOffer) -> Response:
    return answer_change(offer_answer(shown), shown.offer.number)


def _agent(sent: CurrentBody) -> AgentId | None:
    sent.only(JSON)
    named = sent.read_as(SentSeatAnswer).agent
    return None if named is None else AgentId(named)


def _agreed(request: Request) -> NoticeAgreement:
    return read_agreement(request.app.state.settings)

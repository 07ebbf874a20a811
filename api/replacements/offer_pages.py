"""Offers as pages: one's own with a yes and a no, those of own people and seats, and who may accept alone."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response

from api.access.permissions import Permission
from api.replacements.answers import accept, decline
from api.replacements.kinds import AcceptingRule, OfferState
from api.replacements.offers import ShownOffer, withdraw_offer
from api.replacements.page_context import InReplacing, ReplacementContext, offer_named
from api.replacements.pages import NOT_ALLOWED
from api.replacements.sentences import ASKS, CHANGED, DONE, RULES, STATES
from api.replacements.settings import read_rule, set_rule
from api.replacements.vacancies import list_known_offers
from api.rosters.editing.changes import NewBreachesError
from api.rosters.page_context import when
from api.store.errors import ClashError, ConflictError
from api.web.guard import allow
from api.web.pages.sent_form import WRONG, CurrentForm, PageForm, new_key
from wfm.ids import AgentId, MunicipalityCode
from wfm.message import Message

router = APIRouter(include_in_schema=False)

PAGE = "/offers"
ONE = f"{PAGE}/{{offer}}"


@router.get(PAGE, dependencies=[allow(Permission.READ_ROSTER)])
def offers(context: InReplacing, done: str = "") -> Response:
    """Show the seats that are offered to the caller and own people, or that the caller offered."""
    return _show(context, done=done)


@router.post(f"{ONE}/accept", dependencies=[allow(Permission.ANSWER)])
def take(context: InReplacing, offer: str, form: CurrentForm) -> Response:
    """Take a seat, for oneself or for somebody for whom one answers."""
    known = offer_named(offer)
    request = context.request(form, "offers", offer, "accept")
    try:
        shown = accept(context.place, request, known, context.agreed, agent=_agent(form))
    except ClashError as error:
        return _show(context, told=error.message, status=409)
    except NewBreachesError:
        return _show(context, told=NOT_ALLOWED(), status=409)
    if shown.state is OfferState.OPEN:
        return _done(context, "willing")
    return _done(context, "placed" if form.text("agent") else "accepted")


@router.post(f"{ONE}/decline", dependencies=[allow(Permission.ANSWER)])
def say_no(context: InReplacing, offer: str, form: CurrentForm) -> Response:
    """Say no."""
    request = context.request(form, "offers", offer, "decline")
    try:
        decline(context.place, request, offer_named(offer), agent=_agent(form))
    except ClashError as error:
        return _show(context, told=error.message, status=409)
    return _done(context, "declined")


@router.post(f"{ONE}/withdraw", dependencies=[allow(Permission.ANSWER)])
def take_back(context: InReplacing, offer: str, form: CurrentForm) -> Response:
    """Take an offer back."""
    request = context.request(form, "offers", offer, "withdraw")
    try:
        withdraw_offer(context.place, request, offer_named(offer))
    except ClashError as error:
        return _show(context, told=error.message, status=409)
    return _done(context, "withdrawn")


@router.post(f"{PAGE}/rules/{{municipality}}", dependencies=[allow(Permission.CONFIRM)])
def change_rule(context: InReplacing, municipality: str, form: CurrentForm) -> Response:
    """Say how a municipality's people may accept."""
    chosen = form.text("rule")
    if chosen not in [rule.value for rule in AcceptingRule]:
        return _show(context, status=WRONG)
    request = context.request(form, "rules", municipality)
    rule, code = AcceptingRule(chosen), MunicipalityCode(municipality)
    try:
        set_rule(context.place, request, code, rule, form.number("expected"))
    except ConflictError:
        return _show(context, told=CHANGED(), status=412)
    return _done(context, "rule")


def _agent(form: PageForm) -> AgentId | None:
    return AgentId(form.text("agent")) if form.text("agent") else None


def _done(context: ReplacementContext, done: str) -> Response:
    return RedirectResponse(context.planning.page.link("offers", done=done), 303)


def _show(
    context: ReplacementContext, *, done: str = "", told: Message | None = None, status: int = 200
) -> Response:
    place, found = context.place, list_known_offers(context.place)
    return context.planning.page.respond(
        "replacements/offers.html",
        "now",
        status,
        hotline=place.hotline,
        mine=[one for one in found if one.state is OfferState.OPEN and _own_agents(one)],
        others=[one for one in found if one.leads_seat or _others(one)],
        own_agents=_own_agents,
        led_agents=_others,
        until=lambda one: when(one.offer.expires_at, one.published.plan.hotline.zone),
        states=STATES,
        asks=ASKS,
        rules=[(code, name, read_rule(place, code)) for code, name in context.led.items()],
        rule_names=RULES,
        done=DONE[done]() if done in DONE else None,
        told=told,
        key=new_key,
    )


def _own_agents(one: ShownOffer) -> list[AgentId]:
    """Return as whom the caller is asked."""
    found = (one.published.agent_of.get(ask.person) for ask in one.offer.asks)
    return [agent for agent in found if agent is not None and one.published.is_self(agent)]


def _others(one: ShownOffer) -> list[AgentId]:
    """Return the asked for whom the caller answers as their leader or a coordinator."""
    of = one.published
    found = ((ask, of.agent_of.get(ask.person)) for ask in one.offer.asks)
    return [agent for ask, agent in found if agent is not None and of.leads(ask.municipality)]

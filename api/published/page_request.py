"""What a request for a page of a roster asks: which page, in which language, of which municipality."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any, TypeVar

from fastapi import Depends, Request
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from api.access.callers import makes_hotlines
from api.access.ids import HotlineCode
from api.access.scope import Scope
from api.publication.body import Body
from api.publication.findings import Findings, findings_by_rule
from api.publication.loads import Load
from api.publication.months import Month
from api.publication.summary import Showing
from api.rendering.templates import render
from api.texts.names import proof
from api.texts.translator import translator
from api.web.cache import VisiblePublication
from api.web.conditional import answer
from api.web.guard import PROPOSAL, CurrentRoster
from api.web.pages.frame import HTML, PageFrame, read_frame
from api.web.pages.sheets import read_number
from api.web.sources import Hotlines
from wfm.calendar import Week
from wfm.ids import MunicipalityCode
from wfm.message import Message
from wfm.municipality import Municipality

NOT_FOUND = 404
MOST_LETTERS = 200
"""Of what is searched for."""

Part = TypeVar("Part")


@dataclass(frozen=True)
class PageRequest(PageFrame):
    """A request for a page of a roster, or of a part of it.

    Parameters
    ----------
    shown
        What the caller sees.
    municipality, week, month
        As the address names them; empty where it does not.
    words
        What is searched for.
    number
        Of the sheet of a long list.
    """

    shown: VisiblePublication
    municipality: str
    week: str
    month: str
    words: str
    number: int

    @property
    def scope(self) -> Scope:
        """How far whoever looks sees."""
        return self.shown.scope

    @property
    def showing(self) -> Showing:
        """What the pages of the publication share."""
        return self.shown.derive(Showing)

    @property
    def chosen(self) -> Municipality | None:
        """The municipality asked for; none where all are."""
        if not self.municipality:
            return None
        found = self.shown.publication.plan.municipality.get(MunicipalityCode(self.municipality))
        if found is None:
            raise HTTPException(NOT_FOUND)
        return found

    @property
    def chosen_week(self) -> Week | None:
        """The week asked for; none where all are."""
        return _named(self.week, self.shown.publication.plan.weeks)

    @property
    def this_week(self) -> Week | None:
        """The week of today where the hotline is; none where no shift of the roster lies in it."""
        week = Week(*self.today.isocalendar()[:2])
        return week if week in self.showing.weeks else None

    @property
    def now(self) -> datetime:
        """When this is asked."""
        now: datetime = self.request.app.state.now()
        return now

    @property
    def today(self) -> date:
        """The day where the hotline is."""
        return self.now.astimezone(self.shown.publication.plan.hotline.zone).date()

    @property
    def proof(self) -> Message:
        """What is proven of the roster, in a sentence."""
        report = self.shown.publication.report
        return proof(report.status, self.shown.publication.score.values, report.bounds)

    def month_of(self, much: bool) -> Month | None:
        """Return the month asked for, else that of this week, else the first; none where all stands there."""
        named = _named(self.month, self.showing.months)
        if named is not None or not much:
            return named
        now = self.this_week
        return next((one for one in self.showing.months if now and one.touches(now)), self.showing.months[0])

    @property
    def findings(self) -> Findings:
        """Findings by rule, of the municipality and the week asked for."""
        chosen, week = self.chosen, self.chosen_week
        code = None if chosen is None else chosen.code
        return findings_by_rule(self.shown.publication, code, week, counted=True)

    def loads_of(self, code: MunicipalityCode | None) -> Sequence[Load]:
        """Return the loads of a municipality's agents, or of all, in order; of whom the words tell."""
        wanted = self.words.casefold().split()
        return [
            load
            for load in self.showing.loads_in_order
            if code in (None, load.agent.municipality) and all(word in _told_of(load) for word in wanted)
        ]

    @property
    def proposal(self) -> str:
        """Number of the draft that is shown; empty where it is what is published."""
        return self.request.query_params.get(PROPOSAL, "")

    def neighbours(self) -> tuple[date | None, date | None]:
        """Return the first days of the published plans before and after this one."""
        hotlines: Hotlines = self.request.app.state.hotlines
        hotline = self.shown.publication.plan.hotline
        days, first = hotlines.first_days(HotlineCode(hotline.code)), hotline.period.first_day
        earlier = max((day for day in days if day < first), default=None)
        return earlier, min((day for day in days if day > first), default=None)

    def common(self, section: str) -> Mapping[str, Any]:
        """Return what every template may use."""
        publication = self.shown.publication
        period = publication.plan.hotline.period
        earlier, later = self.neighbours()
        return {
            **super().common(section),
            "publication": publication,
            "plan": publication.plan,
            "hotline": publication.plan.hotline,
            "report": publication.report,
            "showing": self.showing,
            "words": self.words,
            "kept": self.kept,
            "earlier": earlier,
            "later": later,
            "this_week": self.this_week,
            "proposal": self.proposal,
            "may_comment": bool(self.proposal) and self.asks_why == "questions",
            "dates": translator(self.language).dates(period.first_day, period.last_day),
        }

    def respond_cached(self, name: str, section: str, *, beside: str = "", **values: Any) -> Response:
        """Answer with a page; it is rendered once for each publication, address and language.

        What words find is rendered each time: there is no end of words.

        Parameters
        ----------
        name, section, values
            The template, where it stands in the navigation, and what it is given.
        beside
            What tells states apart of anything shown that is not part of the publication.
        """
        url, part = self.request.url, (self.municipality, self.week, self.month, self.number)
        seen = (self.hotlines, self.this_week, makes_hotlines(self._caller), self.asks_why)
        key = (name, url.path, self.language, part, str(self.request.base_url), self.default, *seen, beside)

        def make() -> str:
            return render(name, self.language, **self.common(section), **values)

        body = Body.of(make()) if self.words else self.shown.body((*key, *self.kept.items()), make)
        return answer(self.request, body, HTML, headers={"Content-Language": self.language})


def read_page_request(request: Request, shown: CurrentRoster) -> PageRequest:
    """Read what a page request asks."""
    plain = read_frame(request)
    query = request.query_params
    return PageRequest(
        request,
        plain.language,
        plain.default,
        shown=shown,
        municipality=query.get("municipality", ""),
        week=query.get("week", ""),
        month=query.get("month", ""),
        words=query.get("words", "")[:MOST_LETTERS],
        number=read_number(query.get("sheet", "")),
    )


def _told_of(load: Load) -> str:
    return f"{load.agent.id} {load.agent.name}".casefold()


def _named(name: str, parts: Iterable[Part]) -> Part | None:
    """Return the part of that name; none where no name is given."""
    if not name:
        return None
    found = next((part for part in parts if str(part) == name), None)
    if found is None:
        raise HTTPException(NOT_FOUND)
    return found


CurrentPage = Annotated[PageRequest, Depends(read_page_request)]

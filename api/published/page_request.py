"""What a request for a page of a roster asks: which page, in which language, of which municipality."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from api.access.scope import Scope
from api.publication.summary import Showing
from api.rendering.templates import render
from api.texts.translator import translator
from api.web.cache import VisiblePublication
from api.web.conditional import answer
from api.web.guard import CurrentPublication
from api.web.pages.frame import HTML, PageFrame, read_frame
from wfm.ids import MunicipalityCode
from wfm.municipality import Municipality

NOT_FOUND = 404


@dataclass(frozen=True)
class PageRequest(PageFrame):
    """A request for a page of a roster; ``municipality`` is the code asked for, or empty."""

    shown: VisiblePublication
    municipality: str

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

    def common(self, section: str) -> Mapping[str, Any]:
        """Return what every template may use."""
        publication = self.shown.publication
        period = publication.plan.hotline.period
        return {
            **super().common(section),
            "publication": publication,
            "plan": publication.plan,
            "hotline": publication.plan.hotline,
            "report": publication.report,
            "showing": self.showing,
            "dates": translator(self.language).dates(period.first_day, period.last_day),
        }

    def respond_cached(self, name: str, section: str, **values: Any) -> Response:
        """Answer with a page; it is rendered once for each publication, address and language."""
        key = (name, self.request.url.path, self.language, self.municipality, str(self.request.base_url))
        body = self.shown.body(
            (*key, self.default, *self.kept.items()),
            lambda: render(name, self.language, **self.common(section), **values),
        )
        return answer(self.request, body, HTML, headers={"Content-Language": self.language})


def read_page_request(request: Request, shown: CurrentPublication) -> PageRequest:
    """Read what a page request asks."""
    plain = read_frame(request)
    named = request.query_params.get("municipality", "")
    return PageRequest(request, plain.language, plain.default, shown, named)


CurrentPage = Annotated[PageRequest, Depends(read_page_request)]

"""What a request for a page asks: which page, in which language, narrowed to which municipality."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import quote, urlencode

from fastapi import Depends, Request
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from api.conditional import answer
from api.deps import default_language, shown_to_nobody
from api.guard import ShownNow
from api.pages.environment import render
from api.pages.showing import Showing
from api.shown import Shown
from api.texts.translator import LANGUAGES, translator
from wfm.ids import MunicipalityCode
from wfm.message import Message
from wfm.municipality import Municipality

HTML = "text/html; charset=utf-8"
NOT_FOUND = 404


@dataclass(frozen=True)
class Asked:
    """A request for a page.

    ``default`` is the language of addresses that name none; ``municipality`` is the code asked for,
    or empty.
    """

    request: Request
    shown: Shown
    language: str
    default: str
    municipality: str

    @property
    def language_asked(self) -> str | None:
        """The language where links must name it, which is where it is not the default."""
        return None if self.language == self.default else self.language

    @property
    def showing(self) -> Showing:
        """What the pages of the publication share."""
        return self.shown.made(Showing)

    @property
    def chosen(self) -> Municipality | None:
        """The municipality asked for; none where all are."""
        if not self.municipality:
            return None
        found = self.shown.publication.plan.municipality.get(MunicipalityCode(self.municipality))
        if found is None:
            raise HTTPException(NOT_FOUND)
        return found

    def link(self, *parts: object, **query: object) -> str:
        """Return the address of a page of ours, the language kept."""
        asked = {"lang": self.language_asked} | query
        told = urlencode({name: value for name, value in asked.items() if value})
        return "/" + "/".join(quote(str(part), safe="") for part in parts) + (f"?{told}" if told else "")

    def in_language(self, code: str) -> str:
        """Return the address of this very page in another language."""
        named = code if code != self.default else None
        query = {"lang": named, "municipality": self.municipality}
        told = urlencode({name: value for name, value in query.items() if value})
        return quote(self.request.url.path) + (f"?{told}" if told else "")

    def common(self, section: str) -> Mapping[str, Any]:
        """Return what every template may use."""
        publication = self.shown.publication
        period = publication.plan.hotline.period
        return {
            "publication": publication,
            "plan": publication.plan,
            "hotline": publication.plan.hotline,
            "report": publication.report,
            "showing": self.showing,
            "dates": translator(self.language).dates(period.first_day, period.last_day),
            "section": section,
            "path": quote(self.request.url.path),
            "here": self._here(),
            "link": self.link,
            "in_language": self.in_language,
            "language_asked": self.language_asked,
        }

    def _here(self) -> str:
        return quote(self.request.url.path) + (f"?lang={self.language_asked}" if self.language_asked else "")

    def page(self, name: str, section: str, **values: Any) -> Response:
        """Answer with a page; it is rendered once for each publication, address and language."""
        key = (name, self.request.url.path, self.language, self.municipality, str(self.request.base_url))
        body = self.shown.body(
            (*key, self.default),
            lambda: render(name, self.language, **self.common(section), **values),
        )
        return answer(self.request, body, HTML, headers={"Content-Language": self.language})

    def missing(self, status: int, heading: Message, sentence: Message, headers: dict[str, str]) -> Response:
        """Answer that something is not here, in the page's frame."""
        speak = translator(self.language)
        values = {"heading": speak.sentence(heading), "sentence": speak.sentence(sentence)}
        text = render("missing.html", self.language, **self.common(""), **values)
        told = headers | {"Content-Language": self.language}
        return Response(text, status, media_type=HTML, headers=told)


def asked(request: Request, shown: ShownNow) -> Asked:
    """Read what a page request asks; a language that is not spoken counts as none."""
    return _asked(request, shown)


def asked_in_vain(request: Request) -> Asked:
    """Read a page request that is answered with an error, so the page shows what nobody sees."""
    return _asked(request, shown_to_nobody(request))


def _asked(request: Request, shown: Shown) -> Asked:
    default = default_language(request)
    wanted = request.query_params.get("lang", default)
    language = wanted if wanted in LANGUAGES else default
    return Asked(
        request,
        shown,
        language,
        default,
        request.query_params.get("municipality", ""),
    )


AskedPage = Annotated[Asked, Depends(asked)]

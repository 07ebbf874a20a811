"""Pages that show no roster: errors, signing in, one's account. The frame around all pages is theirs too."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Any
from urllib.parse import quote, urlencode

from fastapi import Depends, Request
from fastapi.responses import Response

from api.access.callers import NOBODY, Caller, makes_hotlines
from api.access.permissions import Permission
from api.access.scope import NOTHING, Scope
from api.access.tokens import hash_of
from api.publication.findings import UNEXPLAINED
from api.rendering.templates import render
from api.store.errors import StoreError
from api.texts.translator import LANGUAGES, translator
from api.web.csrf import form_token
from api.web.languages import default_language
from api.web.login_cookie import secret_in
from api.web.pages.navigation import Section, sections
from api.web.sources import HotlineChoice, Hotlines
from wfm.finding import Finding
from wfm.message import Message

HTML = "text/html; charset=utf-8"
KEPT = ("hotline", "plan", "proposal")
"""What links keep of an address: which roster is looked at."""
OF_PAGE = (
    "agent",
    "municipality",
    "week",
    "month",
    "next",
    "words",
    "list",
    "sheet",
    "account",
    "shift",
    "seat",
    "rule",
    "version",
    "by",
)
"""What the same page in another language keeps besides."""
SIGN = 16
"""Letters of it."""
NOBODYS = {"Cache-Control": "no-store", "Referrer-Policy": "same-origin"}
"""Of pages that are made for one person, or hold what must not lie in a cache. Their forms say from where
they come, which browsers leave out where no referrer is sent at all."""


@dataclass(frozen=True)
class PageFrame:
    """A request for a page.

    ``default`` is the language of addresses that name none.
    """

    request: Request
    language: str
    default: str

    @property
    def language_asked(self) -> str | None:
        """The language where links must name it, which is where it is not the default."""
        return None if self.language == self.default else self.language

    @property
    def kept(self) -> Mapping[str, str]:
        """What links keep of this address: the language, and which roster is looked at."""
        query = self.request.query_params
        named = {name: query[name] for name in KEPT if query.get(name)}
        return ({"lang": self.language_asked} if self.language_asked else {}) | named

    @property
    def scope(self) -> Scope:
        """How far the viewer sees in the hotline, as far as that is known."""
        viewer = getattr(self.request.state, "viewer", None)
        refused: Scope = getattr(self.request.state, "refused_scope", NOTHING)
        return refused if viewer is None else viewer.scope

    @property
    def _whose(self) -> str:
        """A sign of the account that looks: what one person typed is not shown to the next there."""
        viewer = getattr(self.request.state, "viewer", None)
        account = None if viewer is None else viewer.account
        return hash_of(f"typed:{account}")[:SIGN] if account else ""

    @property
    def _caller(self) -> Caller:
        """Who looks, as far as that is known."""
        viewer = getattr(self.request.state, "viewer", None)
        return NOBODY if viewer is None else viewer.caller

    @property
    def asks_why(self) -> str:
        """Where the viewer may have it reckoned why a finding is there; empty where they may not."""
        viewer = getattr(self.request.state, "viewer", None)
        if not self._has_store or viewer is None:
            return ""
        if viewer.may(Permission.EDIT_PLAN):
            return "runs"
        return "questions" if viewer.may(Permission.ANSWER) else ""

    def may_ask(self, finding: Finding) -> bool:
        """Tell whether the viewer may ask why a finding that they see is there."""
        if finding.rule in UNEXPLAINED:
            return False
        if self.asks_why != "questions":
            return bool(self.asks_why)
        about = finding.subject
        return bool(about.agent) or about.municipality in self.scope.municipalities

    @cached_property
    def hotlines(self) -> tuple[HotlineChoice, ...]:
        """The hotlines that can be chosen: none where there is but one, or the store does not answer."""
        found: Hotlines = self.request.app.state.hotlines
        try:
            return found.choices(self._caller)
        except StoreError:  # this may be the page that says so
            return ()

    @property
    def _has_store(self) -> bool:
        return self.request.app.state.database is not None

    def link(self, *parts: object, **query: object) -> str:
        """Return the address of a page of ours, with what links keep."""
        told = urlencode({name: value for name, value in {**self.kept, **query}.items() if value})
        return "/" + "/".join(quote(str(part), safe="") for part in parts) + (f"?{told}" if told else "")

    def in_language(self, code: str) -> str:
        """Return the address of this very page in another language."""
        query = self.request.query_params
        named = {"lang": code} if code != self.default else {}
        kept = [(name, one) for name in (*KEPT, *OF_PAGE) for one in query.getlist(name) if one]
        told = urlencode([*named.items(), *kept])
        return quote(self.request.url.path) + (f"?{told}" if told else "")

    def common(self, section: str) -> Mapping[str, Any]:
        """Return what every template may use."""
        kept = urlencode(self.kept)
        return {
            "section": section,
            "sections": self._sections(),
            "hotline_choices": self.hotlines,
            "signed_in": bool(self._whose) or (self.scope != NOTHING and not self.scope.everything),
            "local": self.scope.everything,
            "figures": self.scope.figures,
            "stored": self._has_store,
            "asks_why": self.asks_why,
            "may_ask": self.may_ask,
            "path": quote(self.request.url.path),
            "here": quote(self.request.url.path) + (f"?{kept}" if kept else ""),
            "link": self.link,
            "in_language": self.in_language,
            "language_asked": self.language_asked,
        }

    def _sections(self) -> tuple[Section, ...]:
        makes = makes_hotlines(self._caller)
        if self.scope == NOTHING and not makes:
            return ()
        return sections(self.scope, plans=self._has_store, hotlines=makes)

    def respond(self, name: str, section: str = "", status: int = 200, **values: Any) -> Response:
        """Answer with a page that is nobody else's and is kept nowhere."""
        token = form_token(secret_in(self.request))
        idle = self.request.app.state.settings.login_idle_minutes
        own = {"form_token": token, "whose": self._whose, "idle_minutes": idle}
        text = render(name, self.language, **PageFrame.common(self, section), **own, **values)
        told = NOBODYS | {"Content-Language": self.language}
        return Response(text, status, media_type=HTML, headers=told)

    def respond_missing(
        self, status: int, heading: Message, sentence: Message, headers: dict[str, str]
    ) -> Response:
        """Answer that something is not here, in the page's frame."""
        speak = translator(self.language)
        values = {"heading": speak.sentence(heading), "sentence": speak.sentence(sentence)}
        text = render("missing.html", self.language, **PageFrame.common(self, ""), **values)
        told = headers | {"Content-Language": self.language}
        return Response(text, status, media_type=HTML, headers=told)


def read_frame(request: Request) -> PageFrame:
    """Read what a page request asks; a language that is not spoken counts as none."""
    default = default_language(request)
    wanted = request.query_params.get("lang", default)
    return PageFrame(request, wanted if wanted in LANGUAGES else default, default)


CurrentFrame = Annotated[PageFrame, Depends(read_frame)]

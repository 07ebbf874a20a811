"""The publication that the service shows now as each caller sees it, and what was made of it already."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, TypeVar

from api.access.ids import PersonId
from api.access.scope import WHOLE, Scope
from api.access.views.publication import view
from api.publication.body import Body
from api.publication.publication import Publication
from wfm.hotline import Hotline
from wfm.ids import AgentId

Derived = TypeVar("Derived")

_BODIES = 2000
"""Bodies remembered at most; the pages of a quarter in two languages are some 300, filters aside."""
_BODIES_OF_PART = 50
"""The same of somebody who sees only a part, and of whom there are many."""
_SCOPES = 500
"""Views remembered at most; a hotline has a scope for each agent and each municipality."""


class VisiblePublication:
    """One publication, or the part of it that a scope sees.

    It never changes, so whatever is made of it may be kept as long as it is shown.
    """

    def __init__(self, publication: Publication, scope: Scope = WHOLE) -> None:
        self.publication, self.scope = publication, scope
        self._most = _BODIES if publication.visible_part is None else _BODIES_OF_PART
        self._bodies: dict[tuple[object, ...], Body] = {}
        self._derived: dict[Callable[[Publication], Any], Any] = {}

    def body(self, key: tuple[object, ...], make: Callable[[], str | bytes]) -> Body:
        """Return what was rendered for the key before, or render it now."""
        body = self._bodies.get(key)
        if body is None:
            body = Body.of(make())
            if len(self._bodies) >= self._most:
                self._bodies.clear()
            self._bodies[key] = body
        return body

    def derive(self, make: Callable[[Publication], Derived]) -> Derived:
        """Return what a function makes of the publication; it is asked once."""
        if make not in self._derived:
            self._derived[make] = make(self.publication)
        derived: Derived = self._derived[make]
        return derived


class PublicationSource:
    """Where the publication comes from: one that stays, or a function that is asked each time.

    What each scope sees of it is made once, and only it is given to the routes.

    Parameters
    ----------
    publication
        The whole of it.
    agent_of
        By which id it means each person whom a scope may name; nothing where nobody has a random id.
    """

    def __init__(
        self,
        publication: Publication | Callable[[], Publication],
        agent_of: Mapping[PersonId, AgentId] = MappingProxyType({}),
    ) -> None:
        self._from, self._agent_of = publication, agent_of
        self._views: _Views | None = None

    def hotline(self) -> Hotline:
        """Return the hotline whose roster is shown: what is said of it is no secret."""
        return self._now().whole.plan.hotline

    def view(self, scope: Scope) -> VisiblePublication:
        """Return what a scope sees now; what was made of it is kept while the publication stays."""
        return self._now().of(scope.beside(self._agent_of))

    def _now(self) -> _Views:
        publication = self._from if isinstance(self._from, Publication) else self._from()
        views = self._views
        if views is None or views.whole is not publication:
            self._views = views = _Views(publication)
        return views


class _Views:
    """What each scope sees of one publication."""

    def __init__(self, whole: Publication) -> None:
        self.whole = whole
        self._by_scope: dict[Scope, VisiblePublication] = {}

    def of(self, scope: Scope) -> VisiblePublication:
        visible = self._by_scope.get(scope)
        if visible is None:
            visible = VisiblePublication(view(self.whole, scope), scope)
            if len(self._by_scope) >= _SCOPES:
                self._by_scope.clear()
            self._by_scope[scope] = visible
        return visible

"""Hotlines without a store: what a publication looks like does not hang on where it comes from."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, assert_never

from fastapi import FastAPI

from api.access.callers import Account, Bearer, Caller, LocalUser, Nobody
from api.app import create_app
from api.publication.publication import Publication
from api.web.cache import Source
from api.web.sources import NothingPublishedError


class OneHotline:
    """One publication, or a function that is asked for it each time, and nothing else."""

    def __init__(self, publication: Publication | Callable[[], Publication]) -> None:
        self._source = Source(publication)

    def usual(self, caller: Caller) -> str:
        match caller:
            case Account():
                return min((grant.hotline for grant in caller.grants), default="")
            case Bearer():
                return caller.hotline
            case LocalUser():
                return self._source.hotline().code
            case Nobody():
                return ""
            case _:
                assert_never(caller)

    def source(self, hotline: str, plan: str = "") -> Source:
        of = self._source.hotline()
        if hotline != of.code or plan not in ("", of.period.first_day.isoformat()):
            raise NothingPublishedError(hotline, plan)
        return self._source


def app_of(publication: Publication | Callable[[], Publication], **options: Any) -> FastAPI:
    """Return the service over one publication."""
    return create_app(OneHotline(publication), **options)

"""Hotlines without a store: what a publication looks like does not hang on where it comes from."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, assert_never

from fastapi import FastAPI

from api.access.callers import AccountHolder, Bearer, Caller, LocalUser, Nobody
from api.access.ids import NO_HOTLINE, HotlineCode
from api.app import create_app
from api.publication.publication import Publication
from api.web.cache import PublicationSource
from api.web.sources import HotlineChoice, NothingPublishedError


class OneHotline:
    """One publication, or a function that is asked for it each time, and nothing else."""

    def __init__(self, publication: Publication | Callable[[], Publication]) -> None:
        self._source = PublicationSource(publication)

    def usual(self, caller: Caller) -> HotlineCode:
        match caller:
            case AccountHolder():
                return min((grant.hotline for grant in caller.grants), default=NO_HOTLINE)
            case Bearer():
                return caller.hotline
            case LocalUser():
                return HotlineCode(self._source.hotline().code)
            case Nobody():
                return NO_HOTLINE
            case _:
                assert_never(caller)

    def choices(self, caller: Caller) -> tuple[HotlineChoice, ...]:
        return ()

    def first_days(self, hotline: HotlineCode) -> tuple[date, ...]:
        of = self._source.hotline()
        return (of.period.first_day,) if hotline == of.code else ()

    def draft_source(self, hotline: HotlineCode, plan: str, number: str) -> PublicationSource:
        raise NothingPublishedError(hotline, plan, number)

    def source(self, hotline: HotlineCode, plan: str = "") -> PublicationSource:
        of = self._source.hotline()
        if hotline != of.code or plan not in ("", of.period.first_day.isoformat()):
            raise NothingPublishedError(hotline, plan)
        return self._source


def app_of(publication: Publication | Callable[[], Publication], **options: Any) -> FastAPI:
    """Return the service over one publication."""
    return create_app(OneHotline(publication), **options)

"""Figures of a week that are not counted call by call: those that somebody entered, and e-mail."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from wfm.calendar import Week
from wfm.demand.history import MailInterval
from wfm.demand.key_figures import KeyFigure, Unit, week_days
from wfm.entered_figures import EnteredFigure, EnteredKind
from wfm.service_target import ServiceTarget

CONVENTIONS = {
    EnteredKind.SATISFACTION: "satisfied / asked",
    EnteredKind.STAFF_TURNOVER: "left / agents on average",
}


def entry_figures(entered: Iterable[EnteredFigure], week: Week) -> Iterator[KeyFigure]:
    """Yield what was entered for a week: its own figure, else that of the quarter of its Thursday."""
    thursday = week_days(week)[3]
    periods = (str(week), f"{thursday.year:04d}-Q{(thursday.month + 2) // 3}")
    known = {(one.kind, one.period): one for one in entered}
    for kind in EnteredKind:
        found = next((known[kind, period] for period in periods if (kind, period) in known), None)
        said = CONVENTIONS[kind]
        if found is None:
            yield KeyFigure(kind.value, None, Unit.SHARE, f"{said}; entered")
        else:
            said = f"{said}; entered for {found.period}: {found.part} of {found.whole}"
            value = Fraction(found.part, found.whole)
            yield KeyFigure(kind.value, value, Unit.SHARE, said, parts=found[1:])


def mail_figures(mail: Iterable[MailInterval], week: Week, target: ServiceTarget) -> Iterator[KeyFigure]:
    """Yield a week's e-mail, day and night; nothing where agents answer none."""
    if target.mail_within is None:
        return
    days = week_days(week)
    found = [one for one in mail if days[0] <= one.day <= days[-1]]
    received = Fraction(sum(one.received for one in found)) if found else None
    yield KeyFigure("mail_received", received, Unit.MAILS, "received, day and night")
    (answered,) = _sums(found, "answered") or (None,)
    value = None if answered is None else Fraction(answered)
    yield KeyFigure("mail_answered", value, Unit.MAILS, "answered")
    within = _share(_sums(found, "within", "answered"))
    said = f"answered; {target.mail_within} h of opening time"
    yield KeyFigure("mail_in_time", within, Unit.SHARE, said)
    yield KeyFigure(
        "mail_handling", _share(_sums(found, "handling_seconds", "answered")), Unit.SECONDS, "answered"
    )


def _sums(mail: Sequence[MailInterval], *names: str) -> tuple[int, ...] | None:
    """Return sums over the intervals of which all these are known; ``None`` where there is no such one."""
    rows = ([getattr(one, name) for name in names] for one in mail)
    known = [values for values in rows if None not in values]
    return tuple(map(sum, zip(*known, strict=True))) if known else None


def _share(sums: tuple[int, ...] | None) -> Fraction | None:
    return Fraction(sums[0], sums[1]) if sums is not None and sums[1] > 0 else None

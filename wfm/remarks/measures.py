"""Amounts that are hardly meant beside the others of their column, such as hours among parts of full time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from wfm.message import Message, Text
from wfm.plan import Plan
from wfm.plan_checks import Records
from wfm.remarks.remark import Remark, short_number

HARDLY_MEANT = Text(
    "notice.hardly_meant",
    "a value of the kind of the others, which are about {usual:decimal}; {value:decimal} is hardly meant",
)
PERHAPS_MEANT = Text("notice.perhaps_meant", "{expected}; perhaps {meant:decimal}")
HARDLY_OWED = Text(
    "notice.hardly_owed",
    "seats; {value:decimal} is hardly meant, the municipality's share of the whole period is {share:decimal}",
)
NO_CITIZENS = Text("notice.no_citizens", "citizens; a municipality without any gets no shifts for them")

FULL_TIME_HOURS, FULL_TIME_PERCENT = 37, 100
_MOST_PART, _FEWEST_HOURS, _MOST_HOURS = Fraction(5, 4), Fraction(4), Fraction(48)
_TINY = Fraction(1, 20)
_MANY_TIMES = 50
_LEAST_CARRIED = 10


def measure_remarks(plan: Plan, records: Records) -> Iterator[Remark]:
    """Yield amounts of agents and municipalities that are hardly meant."""
    yield from _ftes(records)
    yield from _populations(records)
    for index, municipality in enumerate(records.municipalities):
        if not plan.staffs(municipality.code):
            continue
        share = plan.quotas[municipality.code].share * plan.seats
        if abs(municipality.carry_over) > max(2 * share, Fraction(_LEAST_CARRIED)):
            value = short_number(municipality.carry_over)
            yield Remark(
                "municipalities",
                index,
                "carry_over",
                value,
                HARDLY_OWED(value=value, share=short_number(share)),
            )


def _ftes(records: Records) -> Iterator[Remark]:
    """Yield weights that measure otherwise than most: in hours, in percent, or as parts of full time."""
    if len(records.agents) < 2:
        return
    usual = _middle([agent.fte for agent in records.agents])
    for index, agent in enumerate(records.agents):
        if _kind(agent.fte) == _kind(usual) and agent.fte > usual * _TINY:
            continue
        value = short_number(agent.fte)
        expected = HARDLY_MEANT(usual=short_number(usual), value=value)
        yield Remark("agents", index, "fte", value, _with_guess(expected, agent.fte, usual))


def _kind(fte: Fraction) -> int:
    """Return what a weight is of full time: 1 in parts, 37 in hours, 100 in percent; 0 where it is none."""
    if fte <= _MOST_PART:
        return 1
    if fte < _FEWEST_HOURS:
        return 0
    return FULL_TIME_HOURS if fte <= _MOST_HOURS else FULL_TIME_PERCENT


def _with_guess(expected: Message, fte: Fraction, usual: Fraction) -> Message:
    kind, wanted = _kind(fte), _kind(usual)
    if not kind or not wanted or kind == wanted:
        return expected
    return PERHAPS_MEANT(expected=expected, meant=short_number(fte * wanted / kind))


def _populations(records: Records) -> Iterator[Remark]:
    """Yield populations far from the others: many times as small, such as in thousands, or as large."""
    inhabited = [Fraction(m.population) for m in records.municipalities if m.population]
    for index, municipality in enumerate(records.municipalities):
        population, value = Fraction(municipality.population), str(municipality.population)
        place = ("municipalities", index, "population", value)
        if not population:
            if municipality.staffing:
                yield Remark(*place, NO_CITIZENS())
            continue
        usual = _middle(inhabited)
        if usual / _MANY_TIMES <= population <= usual * _MANY_TIMES:
            continue
        expected = HARDLY_MEANT(usual=short_number(usual), value=value)
        meant = population * 1000 if population < usual else population / 1000
        near = usual / _MANY_TIMES <= meant <= usual * _MANY_TIMES
        yield Remark(
            *place,
            PERHAPS_MEANT(expected=expected, meant=short_number(meant)) if near else expected,
        )


def _middle(values: Sequence[Fraction]) -> Fraction:
    """Return the median, the lower of two."""
    return sorted(values)[(len(values) - 1) // 2]

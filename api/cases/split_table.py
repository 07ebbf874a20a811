"""Keys side by side: what each partner gets of the effect of all years, by each of them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from api.cases.reckoning import CaseSplit
from api.cases.sentences import split_name
from api.texts.business_case import DIFFERENCE, IN_ALL, PARTNER, amount, partner_name
from api.texts.translator import Translator


def split_header(splits: Sequence[CaseSplit], speak: Translator) -> list[str]:
    """Return what the columns of `split_rows` are called."""
    names = [speak.say(PARTNER()), *(split_name(one, speak) for one in splits)]
    return [*names, speak.say(DIFFERENCE())] if len(splits) > 1 else names


def split_rows(splits: Sequence[CaseSplit], speak: Translator) -> list[list[str]]:
    """Return a row for each partner, and one of all: parts by each key, and by how much two differ."""
    partners = dict.fromkeys(partner for one in splits for partner in one.figures.parts)
    case = splits[0].figures.case
    rows = [
        [partner_name(case, partner, speak), *_cells([_whole(one, partner) for one in splits], speak)]
        for partner in partners
    ]
    sums = [sum((_whole(one, partner) for partner in partners), Decimal(0)) for one in splits]
    return [*rows, [speak.sentence(IN_ALL()), *_cells(sums, speak)]]


def _whole(split: CaseSplit, partner: str) -> Decimal:
    part = split.figures.parts.get(partner)
    return Decimal(0) if part is None else sum(part.effect, Decimal(0))


def _cells(amounts: Sequence[Decimal], speak: Translator) -> list[str]:
    shown = [amount(one, speak, decimals=2) for one in amounts]
    if len(amounts) < 2:
        return shown
    return [*shown, speak.with_sign(amounts[1] - amounts[0], 2)]

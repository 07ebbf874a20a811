"""wfm split: an amount shared by a distribution key, or by several mixed; exact to the last place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.commands.terminal.console import console, print_json, print_notices, table
from api.commands.terminal.options import AsJson, Language, help_text, speaker
from api.commands.terminal.plan_argument import faults_told
from api.texts.quota_headings import IN_ALL, SHARE
from api.texts.translator import Translator
from wfm.books.distribution_key import DistributionKey, round_parts, split
from wfm.errors import Fault
from wfm.message import Message, Text
from wfm.rounding import half_up

if TYPE_CHECKING:
    from wfm.tables.keys_reading import KeyPart, KeyTable

HELP = Text("split.help", "Share an amount by a distribution key, exactly.")
AMOUNT = Text("split.amount", "What is shared, such as 1250000,50; negative amounts, too.")
KEYS = Text(
    "split.keys", "Distribution keys: a CSV file or workbook, a partner a row, a column for each key."
)
BY = Text(
    "split.by",
    "The key: a column of KEYS, or equal; several are mixed by percent, as in --by population:60 --by "
    "calls:40.",
)
DECIMALS = Text("split.decimals", "Decimals of a part: 2 for kroner and øre, 0 for whole units.")
NO_AMOUNT = Text("split.no_amount", "{value} is no amount")
FINER = Text("split.finer", "{value} has more decimals than its parts may have; see --decimals")
PERCENTS = Text("split.percents", "The percentages of --by must sum to 100, not to {total:decimal}")
NO_PERCENT = Text("split.no_percent", "{value} needs a percentage above 0, as in {column}:60")
SHARED = Text("split.shared", "{amount} shared by {key}.")
PARTNER = Text("split.partner", "partner")
PART = Text("split.part", "part")
MOST_DECIMALS = 6
MAY_BE_NEGATIVE = True


def split_amount(
    amount: Annotated[str, typer.Argument(help=help_text(AMOUNT()), show_default=False)],
    keys: Annotated[Path, typer.Argument(help=help_text(KEYS()), show_default=False)],
    by: Annotated[list[str] | None, typer.Option("--by", help=help_text(BY()), show_default=False)] = None,
    decimals: Annotated[
        int, typer.Option("--decimals", help=help_text(DECIMALS()), min=0, max=MOST_DECIMALS)
    ] = 2,
    json: AsJson = False,
    lang: Language = None,
) -> None:
    """Print each partner's part; the parts sum to the amount."""
    from wfm.tables.keys_reading import read_keys

    speak = speaker(lang)
    whole, notices = _amount(amount, decimals, speak)
    parts = _parts(by or [], speak)
    with faults_told(keys, lang, as_json=json):
        found = read_keys(keys)
        key = found.key(parts)
    print_notices([*notices, *found.notices], speak)
    given = split(whole, key, decimals)
    if json:
        print_json(_record(whole, decimals, parts, found, key, given))
        return
    name = _key_name(parts, found, speak)
    console().print(
        speak.sentence(SHARED(amount=speak.number(half_up(whole, decimals), decimals), key=name)),
        markup=False,
    )
    _print(decimals, found, key, given, speak)


def _refuse(message: Message, speak: Translator) -> typer.BadParameter:
    return typer.BadParameter(speak.sentence(message))


def _amount(text: str, decimals: int, speak: Translator) -> tuple[Fraction, Sequence[Fault]]:
    """Return the amount, and what is told of how it was read."""
    from wfm.tables.cells import RepairedValue, UnreadableCellError
    from wfm.tables.figures import read_figure

    try:
        found = read_figure(text)
    except UnreadableCellError as refused:
        raise _refuse(NO_AMOUNT(value=text), speak) from refused
    notices: list[Fault] = []
    if isinstance(found, RepairedValue):
        notices, found = [Fault("AMOUNT", None, "", text, found.notice)], found.value
    if (found * 10**decimals).denominator != 1:
        raise _refuse(FINER(value=text), speak)
    return found, notices


def _parts(by: Sequence[str], speak: Translator) -> tuple[KeyPart, ...]:
    """Return the keys asked for; several need percentages that sum to 100."""
    parts = tuple(_part(one, len(by) > 1, speak) for one in by)
    total = sum((part.percent for part in parts), Fraction(0))
    if parts and total != 100:
        raise _refuse(PERCENTS(total=str(half_up(total, 4))), speak)
    return parts


def _part(text: str, mixed: bool, speak: Translator) -> KeyPart:
    from wfm.tables.amounts import read_above_zero
    from wfm.tables.cells import UnreadableCellError
    from wfm.tables.keys_reading import KeyPart

    column, _, percent = text.rpartition(":")
    try:
        return KeyPart(column.strip(), read_above_zero(percent.strip().removesuffix("%").strip()))
    except UnreadableCellError as refused:
        if mixed or column:
            raise _refuse(NO_PERCENT(value=text, column=column or text), speak) from refused
        return KeyPart(text, Fraction(100))


def _key_name(parts: Sequence[KeyPart], found: KeyTable, speak: Translator) -> str:
    if len(parts) < 2:
        return parts[0].column if parts else next(iter(found.weights))
    named = (f"{part.column} ({_percent(part.percent, speak)})" for part in parts)
    return speak.list(tuple(named))


def _percent(percent: Fraction, speak: Translator) -> str:
    return speak.percent(percent / 100, 0 if percent.denominator == 1 else 2)


def _print(
    decimals: int, found: KeyTable, key: DistributionKey, given: Mapping[str, Decimal], speak: Translator
) -> None:
    columns = [
        (speak.say(PARTNER()), "left"),
        (speak.say(SHARE()), "right"),
        (speak.say(PART()), "right"),
    ]
    shares = round_parts(key.shares, 6)
    body = [
        [found.names[partner], speak.percent(Fraction(shares[partner]), 4), speak.number(part, decimals)]
        for partner, part in given.items()
    ]
    total = sum(given.values(), Decimal(0))
    last = [speak.say(IN_ALL()), speak.percent(Fraction(1), 4), speak.number(total, decimals)]
    console().print(table(columns, [*body, last], footer=True))


def _record(
    whole: Fraction,
    decimals: int,
    parts: Sequence[KeyPart],
    found: KeyTable,
    key: DistributionKey,
    given: Mapping[str, Decimal],
) -> Mapping[str, Any]:
    shares = round_parts(key.shares, 6)
    asked = [(part.column, part.percent) for part in parts] or [(next(iter(found.weights)), Fraction(100))]
    return {
        "amount": str(half_up(whole, decimals)),
        "by": [
            {"column": found.column(column), "percent": str(half_up(percent, 4))} for column, percent in asked
        ],
        "parts": [
            {
                "municipality": partner,
                "name": found.names[partner],
                "share": str(shares[partner]),
                "amount": str(part),
            }
            for partner, part in given.items()
        ],
        "total": str(sum(given.values(), Decimal(0))),
    }

"""What a leader's year says: owe, cost, fair and when, in one sentence first and then figure by figure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from api.ledger.sentences import balance_in_words
from api.rendering.templates import HOME
from api.statements.sentences import NET_RECEIVED, money_lines, money_sentence, seat_lines
from api.statements.statement import kroner
from api.statements.terms import terms_of_year
from api.statements.year import YearBooks
from api.texts.translator import Translator
from wfm.fair_share import units_message
from wfm.message import Message, Text
from wfm.rounding import half_up

YEAR_TITLE = Text("year.title", "{name}: what we owe and what it costs")
STANDS = Text("year.stands", "{name} {what} after the quarter from {first:date} to {last:date}.")
STANDS_PRELIMINARY = Text(
    "year.stands_preliminary",
    "{name} {what} at the close of the quarter from {first:date} to {last:date}, if nothing more changes.",
)
SHARE = Text("year.share", "Share of the citizens")
SHARE_OF = Text("year.share_of", "{citizens:number} citizens ÷ {all:number} citizens of all who staff")
TARGET = Text("year.target", "Target of the quarter")
TARGET_OF = Text(
    "year.target_of",
    "entitled to {seats} seats, what was brought forward included; made whole by the agreed method, so that "
    "everybody's targets add up to {units}",
)
PLANNED = Text("year.planned", "Seats planned")
PLANNED_OF = Text("year.planned_of", "as published last, version {version:number} of the roster")
WORKED = Text("year.worked", "Seats worked")
WORKED_OF = Text("year.worked_of", "as published, and as confirmed where it was otherwise")
NEXT = Text(
    "year.next",
    "In the next quarter, from {first:date} to {last:date}, the target will probably be {target}.",
)
NEXT_PAYS = Text(
    "year.next_pays", "In the next quarter, from {first:date} to {last:date}, there are no shifts to staff."
)
LEFT = Text(
    "year.left",
    "{name} is not part of the plan from {first:date}: nothing more is expected of it.",
)
FAIR = Text(
    "year.fair",
    "Of the {n:number} who staff, the one furthest behind owes {most} seats and the one furthest ahead is "
    "{least} seats in credit.",
)
OF_YEAR = Text("year.of_year", "The year {year}")
CORRECTED = Text("year.corrected", "Corrections since the close")
CORRECTED_OF = Text("year.corrected_of", "statements that correct this quarter")
BUDGET = Text("year.budget", "{net} to pay")
BUDGET_RECEIVED = Text("year.budget_received", "{net} to receive")
BUDGET_OF = Text(
    "year.budget_of",
    "{settled} of closed quarters, {preliminary} of published ones that are open, {expected} expected of "
    "those to come",
)
AGREED = Text("year.agreed", "Prices and citizens in {year}")
AGREED_ARE = Text(
    "year.agreed_are",
    "{price:decimal} {currency} a citizen and year, {rate:decimal} {currency} an hour, "
    "{citizens:number} citizens",
)
AGREED_IN = Text(
    "year.agreed_in",
    "hotline and table of municipalities of the plan from {day:date}, revision {revision:number}, kept on "
    "{at:date}",
)
TODAYS = Text("year.todays", "{what}, since the year's own plans are not published yet")
QUARTER = Text("year.quarter", "Quarter from")
STATE = Text("year.state", "State")
SEATS = Text("year.seats", "Seats")
BALANCE = Text("year.balance", "Owed")
NET = Text("year.net", "Net, {currency}")
CLOSED = Text("year.closed", "closed")
OPEN = Text("year.open", "open, preliminary")
EXPECTED = Text("year.expected", "expected")
ASSUMED = Text(
    "year.assumed",
    "What is to come is reckoned as if every quarter were like the newest one, with today's prices and "
    "citizens, and everybody sat its target. A quarter counts in the year in which it begins.",
)


@dataclass(frozen=True)
class YearFigure:
    """A figure of the year, and what it comes from."""

    label: str
    value: str
    calculation: str


def opening_sentences(books: YearBooks, speak: Translator) -> tuple[str, str]:
    """Return what comes first: what is owed, and what is to be paid."""
    one = books.statement
    text = STANDS_PRELIMINARY if one.preliminary else STANDS
    first, last = one.period.first_day.isoformat(), one.period.last_day.isoformat()
    stands = text(name=one.name, what=balance_in_words(books.newest.carried), first=first, last=last)
    return speak.say(stands), money_sentence(one.name, books.newest.net, books.currency, speak)


def seat_figures(books: YearBooks, speak: Translator) -> tuple[YearFigure, ...]:
    """Return quota, target, planned, worked and carried over, each with its calculation."""
    return tuple(_seat_figures(books, speak))


def money_figures(books: YearBooks, speak: Translator) -> tuple[YearFigure, ...]:
    """Return price, rebate, credit and net, each with its calculation; then what was corrected since."""
    return tuple(_money_figures(books, speak))


def budget_figures(books: YearBooks, speak: Translator) -> tuple[YearFigure, ...]:
    """Return the expected net of this year and of the next."""

    def money(ore: int) -> str:
        return speak.money(kroner(ore), books.currency)

    return tuple(
        YearFigure(
            label=speak.say(OF_YEAR(year=str(one.year))),
            value=speak.say((BUDGET if one.net >= 0 else BUDGET_RECEIVED)(net=money(abs(one.net)))),
            calculation=speak.sentence(
                BUDGET_OF(
                    settled=money(one.settled),
                    preliminary=money(one.preliminary),
                    expected=money(one.expected),
                )
            ),
        )
        for one in books.budgets
    )


def terms_figures(books: YearBooks, speak: Translator) -> tuple[YearFigure, ...]:
    """Return prices and citizens of this year and the next, each with the plan in which it stands."""
    return tuple(_terms_figures(books, speak))


def next_sentence(books: YearBooks, speak: Translator) -> str:
    """Return what the next quarter's target will probably be; or that there is none, where that is known."""
    if books.left:
        return speak.say(LEFT(name=books.statement.name, first=books.left.isoformat()))
    if not books.expected:
        return ""
    following = books.expected[0]
    days = {"first": following.period.first_day.isoformat(), "last": following.period.last_day.isoformat()}
    if not following.seats:
        return speak.say(NEXT_PAYS(**days))
    return speak.say(NEXT(target=units_message(books.plan, following.target), **days))


def fair_sentence(books: YearBooks, speak: Translator) -> str:
    """Return how far apart those who staff are."""
    balances = [one.carried for one in books.others] or [Fraction(0)]
    most, least = (
        half_up(max(*balances, Fraction(0)), 2),
        half_up(max(*(-one for one in balances), Fraction(0)), 2),
    )
    return speak.say(FAIR(n=len(books.others), most=speak.number(most), least=speak.number(least)))


def _terms_figures(books: YearBooks, speak: Translator) -> Iterator[YearFigure]:
    first = books.statement.period.first_day.year
    for year in (first, first + 1):
        for one in terms_of_year(books.terms, year):
            value = AGREED_ARE(
                price=str(one.tariff.price_per_citizen_year),
                rate=str(one.tariff.credit_per_agent_hour),
                currency=one.tariff.currency,
                citizens=one.population,
            )
            kept = one.at.astimezone(HOME).date().isoformat()
            source = AGREED_IN(day=one.first_day.isoformat(), revision=one.revision, at=kept)
            yield YearFigure(
                label=speak.sentence(AGREED(year=str(year))),
                value=speak.say(value),
                calculation=speak.sentence(source if one.first_day.year == year else TODAYS(what=source)),
            )


def _seat_figures(books: YearBooks, speak: Translator) -> Iterator[YearFigure]:
    one, plan = books.statement, books.plan

    def figure(label: Message, value: str, calculation: Message) -> YearFigure:
        return YearFigure(speak.sentence(label), value, speak.sentence(calculation))

    if one.seats.staffs:
        citizens = SHARE_OF(citizens=one.basis.population, all=one.seats.citizens)
        yield figure(SHARE(), speak.percent(books.quota.share), citizens)
        units = units_message(plan, books.quota.target)
        entitled = speak.number(half_up(books.quota.entitlement, 4))
        yield figure(
            TARGET(),
            speak.say(units),
            TARGET_OF(seats=entitled, units=units_message(plan, plan.units)),
        )
        yield figure(PLANNED(), speak.number(one.seats.planned), PLANNED_OF(version=one.version))
        yield figure(WORKED(), speak.number(one.seats.worked), WORKED_OF())
    for line in seat_lines(one):
        yield figure(line.label, speak.with_sign(line.amount, line.decimals), line.calculation)
    since = books.newest.carried - one.seats.carried
    if since:
        yield figure(CORRECTED(), speak.with_sign(half_up(since, 4), 4), CORRECTED_OF())


def _money_figures(books: YearBooks, speak: Translator) -> Iterator[YearFigure]:
    found = [
        (line.label, half_up(line.amount, 2), line.calculation)
        for line in money_lines(books.statement, speak)
    ]
    since = books.newest.net - books.statement.net
    if since:
        found.append((CORRECTED(), kroner(since), CORRECTED_OF()))
    for label, worth, calculation in found:
        # What is to be received says so itself.
        value = speak.money(abs(worth) if label == NET_RECEIVED() else worth, books.currency)
        yield YearFigure(speak.sentence(label), value, speak.sentence(calculation))

"""The settings of a hotline as a form: a field for each key, with what it means and an example."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from api.plans.table_rows import table_rows
from api.revisions.row_fields import FieldKind, FieldOption, RowField
from api.revisions.service_fields import CHOICES, SERVICE_SETTINGS, service_values
from api.revisions.service_fields import LABELS as SERVICE_LABELS
from api.texts.glossary import method_name
from api.texts.names import rule_name
from api.texts.translator import LANGUAGES, Translator
from wfm.apportionment import Method
from wfm.calendar import WEEKDAYS
from wfm.errors import Fault
from wfm.hotline import Approval, Pairing, SwapApproval
from wfm.limits import DEFAULT_WEIGHTS, LATER_WEIGHTS
from wfm.message import Message, Text
from wfm.plan import Plan
from wfm.tables.file_names import HOTLINE
from wfm.tables.setting_texts import setting_text

SET = "set-"
APPROVAL, SWAP_APPROVAL = "availability.approval", "swaps.approval"
DAYS = "days"
"""Last part of keys of which the value is a list of days of the week: they are ticked."""
MORE = {"competences": 2, "unsocial": 1}
"""Blank rows of sections that may stand several times."""
NUMBERED = {"competences": ("code", "name", "min_agents"), "unsocial": ("days", "hours")}

SECTIONS: Mapping[str, tuple[str, ...]] = {
    "line": ("name", "language", "timezone", "period.last_day", "feeds.names"),
    "opening": tuple(f"opening_hours.{day}" for day in WEEKDAYS),
    "holidays": ("holidays.country",),
    "shifts": ("shifts.hours", "shifts.agents", "shifts.pairing"),
    "competences": (),
    "unsocial": (),
    "limits": ("limits.shifts_per_day", "limits.shifts_per_week", "limits.rest_hours"),
    "quota": ("quota.method",),
    "weights": (*(f"weights.{rule}" for rule in DEFAULT_WEIGHTS), "weights.upkeep_weeks"),
    "availability": (APPROVAL,),
    "swaps": (SWAP_APPROVAL,),
    "service": SERVICE_SETTINGS,
    "settlement": (
        "settlement.price_per_citizen_year",
        "settlement.credit_per_agent_hour",
        "settlement.currency",
        "settlement.start_up_months",
        "settlement.start_up_price_per_citizen_month",
        "settlement.start_up_rebate",
    ),
}
"""Keys by section, in the order of the page."""

EXAMPLES: Mapping[str, tuple[Text, int]] = {
    "unsocial_share": (
        Text(
            "example.unsocial_share",
            "Example: a municipality whose fair part is 4 or 5 unsocial shifts and that gets 6 "
            "costs {cost:number} penalty points.",
        ),
        1,
    ),
    "agent_balance": (
        Text(
            "example.agent_balance",
            "Example: an agent whose fair part is 3 or 4 shifts and who gets 6, two too many, costs "
            "2 × 2 × the weight = {cost:number} penalty points.",
        ),
        4,
    ),
    "unsocial_balance": (
        Text(
            "example.unsocial_balance",
            "Example: an agent whose fair part is at most 2 unsocial shifts and who gets 3 "
            "costs {cost:number} penalty points.",
        ),
        1,
    ),
    "upkeep": (
        Text(
            "example.upkeep",
            "Example: an agent who has no shift in such a run of weeks costs {cost:number} penalty points.",
        ),
        1,
    ),
    "week_spread": (
        Text(
            "example.week_spread",
            "Example: a municipality whose fair part is 2 or 3 shifts a week and that has 5 in one costs "
            "2 × the weight = {cost:number} penalty points.",
        ),
        2,
    ),
    "standby": (
        Text(
            "example.standby",
            "Example: each seat that nobody else could take costs {cost:number} penalty points.",
        ),
        1,
    ),
    "wishes": (
        Text("example.wishes", "Example: each shift against a wish costs {cost:number} penalty points."),
        1,
    ),
}
"""What a weight does, and how often it counts in the example."""

APPROVALS: Mapping[str, Text] = {
    Approval.NONE.value: Text("setting.nobody_confirms", "nobody; what people say themselves is enough"),
    Approval.LEADER.value: Text("setting.leaders_confirm", "their leader"),
}
SWAP_APPROVALS: Mapping[str, Text] = {
    SwapApproval.NONE.value: Text("setting.nobody_approves", "nobody; that both agree is enough"),
    SwapApproval.LEADER.value: Text("setting.leaders_approve", "the leader of each municipality concerned"),
    SwapApproval.COORDINATOR.value: Text("setting.coordinator_approves", "a coordinator"),
}
YES, NO = Text("setting.yes", "yes"), Text("setting.no", "no")
PAIRINGS: Mapping[str, Text] = {
    Pairing.SAME_MUNICIPALITY.value: Text(
        "setting.same_municipality", "all seats of a shift from one municipality"
    ),
    Pairing.MIXED.value: Text("setting.mixed", "agents of several municipalities may share a shift"),
}
CHOICES_IN_WORDS: Mapping[str, Mapping[str, Text]] = {
    APPROVAL: APPROVALS,
    SWAP_APPROVAL: SWAP_APPROVALS,
    "shifts.pairing": PAIRINGS,
    **CHOICES,
}
"""What each choice of a setting means."""


@dataclass(frozen=True)
class SettingField:
    """A field, and an example of what it does where there is one."""

    field: RowField
    example: Message | None


def setting_values(plan: Plan) -> Mapping[str, str]:
    """Return the settings of a plan as text, by dotted key."""
    kept = {str(row["key"]): row["value"] or "" for row in table_rows(plan, HOTLINE)}
    usual = {APPROVAL: Approval.NONE.value, SWAP_APPROVAL: SwapApproval.LEADER.value}
    return usual | service_values(plan.hotline) | kept


def setting_sections(
    values: Mapping[str, str], speak: Translator, faults: Sequence[Fault] = ()
) -> Mapping[str, tuple[SettingField, ...]]:
    """Return the fields by section.

    Parameters
    ----------
    values
        What stands in them, by dotted key.
    speak
        In which language.
    faults
        What is wrong with them.
    """
    wrong: dict[str, list[Message]] = {}
    for fault in faults:
        if fault.file == HOTLINE:
            wrong.setdefault(fault.column, []).append(fault.expected)
    return {
        section: tuple(_field(key, values, speak, wrong) for key in _keys(section, keys, values))
        for section, keys in SECTIONS.items()
    }


def setting_keys(values: Mapping[str, str]) -> tuple[str, ...]:
    """Return every key that has a field."""
    return tuple(key for section, keys in SECTIONS.items() for key in _keys(section, keys, values))


def _keys(section: str, keys: Sequence[str], values: Mapping[str, str]) -> Iterator[str]:
    yield from keys
    if section in NUMBERED:
        there = {int(key.split(".")[1]) for key in values if key.startswith(f"{section}.")}
        for number in range(1, max(there, default=0) + MORE[section] + 1):
            yield from (f"{section}.{number}.{name}" for name in NUMBERED[section])


SPOKEN = ("quota.method", "shifts.pairing", "language", APPROVAL, SWAP_APPROVAL, *CHOICES)
"""Keys of which the choices say all in words; how a file writes them helps nobody here."""


def _field(
    key: str, values: Mapping[str, str], speak: Translator, wrong: Mapping[str, Sequence[Message]]
) -> SettingField:
    rule = key.removeprefix("weights.")
    unsaid = str(DEFAULT_WEIGHTS[rule]) if rule in LATER_WEIGHTS else ""
    value, options = values.get(key, unsaid), tuple(_options(key, speak))
    name = key.rpartition(".")[2]
    field = RowField(
        name=SET + key,
        label=_label(key, speak),
        explains=None if key in SPOKEN or key.startswith("opening_hours.") else setting_text(key),
        kind=_kind(name, options),
        required=True,
        value="|".join(days_in(value)) if name == DAYS else value,
        options=options
        if not value or name == DAYS or value in {one.value for one in options}
        else (*options, FieldOption(value, value)),
        faults=tuple(wrong.get(key, ())),
    )
    if rule not in EXAMPLES or not value.isdecimal():
        return SettingField(field, None)
    text, times = EXAMPLES[rule]
    return SettingField(field, text(cost=times * int(value)))


def days_in(value: str) -> tuple[str, ...]:
    """Return the days of the week that a list of them names, as it is written, in order."""
    named = {one.strip() for one in value.split(",")}
    return tuple(day for day in WEEKDAYS if day in named)


def _kind(name: str, options: Sequence[FieldOption]) -> FieldKind:
    if name == DAYS:
        return FieldKind.TICKS
    if options:
        return FieldKind.CHOICE
    return FieldKind.DATE if name == "last_day" else FieldKind.TEXT


LABELS: Mapping[str, Text] = {
    "name": Text("label.name", "name"),
    "language": Text("label.language", "language"),
    "timezone": Text("label.timezone", "time zone"),
    "first_day": Text("label.first_day", "first day of the period"),
    "last_day": Text("label.last_day", "last day of the period"),
    "closed": Text("label.closed", "closed days"),
    "open": Text("label.open", "public holidays on which it is open"),
    "names": Text("label.names", "names of colleagues in calendars"),
    "country": Text("label.country", "public holidays of"),
    "hours": Text("label.hours", "hours"),
    "agents": Text("label.agents", "seats"),
    "pairing": Text("label.pairing", "who may share a shift"),
    "code": Text("label.code", "code"),
    "min_agents": Text("label.min_agents", "wanted on each shift"),
    "days": Text("label.days", "days"),
    "shifts_per_day": Text("label.shifts_per_day", "shifts a day"),
    "shifts_per_week": Text("label.shifts_per_week", "shifts a week"),
    "rest_hours": Text("label.rest_hours", "hours of rest"),
    "method": Text("label.method", "method"),
    "upkeep_weeks": Text("label.upkeep_weeks", "weeks of upkeep"),
    "price_per_citizen_year": Text("label.price", "price for each citizen and year"),
    "credit_per_agent_hour": Text("label.credit", "credit for each hour"),
    "currency": Text("label.currency", "currency"),
    "start_up_months": Text("label.start_up_months", "months of a start-up"),
    "start_up_price_per_citizen_month": Text(
        "label.start_up_price", "price for each citizen and month of a start-up"
    ),
    "start_up_rebate": Text("label.start_up_rebate", "rebate in the start-up, 0 to 1"),
    "approval": Text("label.approval", "who confirms what people say"),
    SWAP_APPROVAL: Text("label.swap_approval", "who says yes to a swap"),
    **SERVICE_LABELS,
}


def find_label(key: str, speak: Translator) -> str:
    """Return what a setting is called; one that has no label by its key."""
    name = key.rpartition(".")[2]
    if key.startswith("opening_hours."):
        return weekday_name(WEEKDAYS.index(name), speak)
    if key.startswith("weights.") and name in DEFAULT_WEIGHTS:
        return rule_name(name, speak)
    label = LABELS.get(key) or LABELS.get(name)
    return key if label is None else speak.say(label())


def _label(key: str, speak: Translator) -> str:
    section, _, rest = key.partition(".")
    label = find_label(key, speak)
    return f"{label} {rest.partition('.')[0]}" if section in NUMBERED else label


def name_options(key: str, speak: Translator) -> Mapping[str, str]:
    """Return what the choices of a setting are called, by how a file writes them."""
    return {one.value: one.label for one in _options(key, speak)}


def weekday_name(day: int, speak: Translator) -> str:
    """Return what a day of the week (0 = Monday) is called."""
    return speak.weekday(date(2027, 1, 4 + day))


def _options(key: str, speak: Translator) -> Iterator[FieldOption]:
    if key.endswith(f".{DAYS}"):
        yield from (FieldOption(day, weekday_name(n, speak)) for n, day in enumerate(WEEKDAYS))
    elif key in CHOICES_IN_WORDS:
        words = CHOICES_IN_WORDS[key]
        yield from (FieldOption(value, speak.say(text())) for value, text in words.items())
    elif key == "quota.method":
        yield from (FieldOption(method.value, speak.say(method_name(method))) for method in Method)
    elif key == "language":
        yield from (FieldOption(code, {"da": "Dansk", "en": "English"}[code]) for code in LANGUAGES)
    elif key == "feeds.names":
        yield from (FieldOption("True", speak.say(YES())), FieldOption("False", speak.say(NO())))

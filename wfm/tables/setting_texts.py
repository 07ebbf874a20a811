"""What each key of hotline.toml means, for the people who fill it in."""

from __future__ import annotations

import re

from wfm.message import Message, Text

_TEXTS = {
    "name": Text("setting.name", "Name of the hotline."),
    "code": Text("setting.code", "Short and lasting: it is part of every calendar event."),
    "timezone": Text("setting.timezone", "Time zone of all times."),
    "language": Text("setting.language", "Language of sentences, pages and calendars: da or en."),
    "period.first_day": Text("setting.first_day", "First day of the period."),
    "period.last_day": Text("setting.last_day", "Last day of the period, inclusive."),
    "opening_hours": Text(
        "setting.opening_hours",
        "Opening hours of this day; several spans are allowed, a day left out is closed.",
    ),
    "holidays.country": Text("setting.country", "Closed on the public holidays of this country."),
    "holidays.closed": Text("setting.closed", "Further closed days."),
    "holidays.open": Text("setting.open", "Public holidays on which the hotline is open all the same."),
    "shifts.hours": Text(
        "setting.hours", "Length of a shift in hours; what remains of a day is a shorter shift."
    ),
    "shifts.agents": Text("setting.agents", "Seats on a shift."),
    "shifts.pairing": Text(
        "setting.pairing", "same_municipality: all seats of a shift from one municipality; or mixed."
    ),
    "competences.code": Text("setting.competence_code", "Code of a competence, as in the table of agents."),
    "competences.name": Text("setting.competence_name", "Name of the competence."),
    "competences.min_agents": Text("setting.min_agents", "Agents wanted with it on every shift."),
    "unsocial.days": Text("setting.unsocial_days", "Days on which the span below is unsocial."),
    "unsocial.hours": Text("setting.unsocial_hours", "Shifts that start in this span are unsocial."),
    "limits.shifts_per_day": Text("setting.shifts_per_day", "The most shifts of an agent in a day."),
    "limits.shifts_per_week": Text("setting.shifts_per_week", "The most shifts of an agent in a week."),
    "limits.rest_hours": Text(
        "setting.rest_hours", "Hours of rest between one day's shifts and a later day's."
    ),
    "quota.method": Text(
        "setting.method", "Apportionment: largest_remainder, sainte_lague, dhondt or huntington_hill."
    ),
    "weights.unsocial_share": Text(
        "setting.unsocial_share", "Weight of each municipality's share of unsocial shifts."
    ),
    "weights.agent_balance": Text(
        "setting.agent_balance", "Weight of sharing a municipality's shifts evenly among its agents."
    ),
    "weights.unsocial_balance": Text(
        "setting.unsocial_balance", "Weight of sharing unsocial shifts evenly among a municipality's agents."
    ),
    "weights.upkeep": Text(
        "setting.upkeep", "Weight of every agent sitting at least once in the weeks of upkeep."
    ),
    "weights.week_spread": Text(
        "setting.week_spread", "Weight of spreading a municipality's shifts evenly over the weeks."
    ),
    "weights.standby": Text(
        "setting.standby", "Weight of seats for which somebody could step in if their agent fell ill."
    ),
    "weights.wishes": Text("setting.wishes", "Weight of the agents' own wishes."),
    "weights.upkeep_weeks": Text(
        "setting.upkeep_weeks", "Weeks in which every agent should sit at least once."
    ),
    "settlement.price_per_citizen_year": Text(
        "setting.price", "What a municipality owes for each citizen and year."
    ),
    "settlement.credit_per_agent_hour": Text(
        "setting.credit", "What it is credited for each hour an agent sits."
    ),
    "settlement.currency": Text("setting.currency", "Currency code."),
    "settlement.start_up_months": Text(
        "setting.start_up_months",
        "Months from the day on which a municipality joins until it staffs. Blank is 0.",
    ),
    "settlement.start_up_price_per_citizen_month": Text(
        "setting.start_up_price",
        "What a municipality owes for each citizen and month of the start-up, before the rebate. Blank is a "
        "twelfth of the price for a year.",
    ),
    "settlement.start_up_rebate": Text(
        "setting.start_up_rebate", "Part of the start-up's price that is taken off, 0 to 1. Blank is 0.20."
    ),
    "feeds.names": Text("setting.feeds_names", "Whether calendars may name the colleagues of a shift."),
    "availability.approval": Text(
        "setting.approval", "Who confirms what agents say of availability: none, or leader."
    ),
    "swaps.approval": Text(
        "setting.swap_approval",
        "Who says yes before shifts that agents swap change hands: none, leader (of both municipalities), "
        "or coordinator.",
    ),
    "service.answer_within": Text(
        "setting.answer_within", "Seconds within which a call counts as answered in time."
    ),
    "service.answered_share": Text(
        "setting.answered_share",
        "At least this share of calls is answered in time, such as 0.8. A goal that is left out is none.",
    ),
    "service.mean_wait": Text(
        "setting.mean_wait", "At most so many seconds do answered calls wait on average."
    ),
    "service.abandoned_share": Text(
        "setting.abandoned_share", "At most this share of callers gives up before an answer, such as 0.1."
    ),
    "service.convention": Text(
        "setting.convention",
        "Of which calls the shares are: offered, excl_short_abandons (all but those abandoned within "
        "answer_within), or answered.",
    ),
    "service.patience": Text("setting.patience", "Seconds after which a caller gives up, on average."),
    "service.agents_min": Text("setting.agents_min", "Never fewer agents on a shift, however quiet it is."),
    "service.agents_max": Text("setting.agents_max", "Never more agents on a shift."),
    "service.confidence": Text(
        "setting.confidence", "Share of the forecast's courses on which the goals must be met, such as 0.8."
    ),
    "service.scope": Text(
        "setting.scope", "Where the goals are to be met: shift (on the whole of it), or interval (in each)."
    ),
    "service.shrinkage_planned": Text(
        "setting.shrinkage_planned", "Share of rostered agents who are away as was known beforehand."
    ),
    "service.shrinkage_unplanned": Text(
        "setting.shrinkage_unplanned", "Share of rostered agents who are away unexpectedly, such as 0.04."
    ),
    "service.interval_minutes": Text(
        "setting.interval_minutes", "Minutes of an interval in which calls are counted together."
    ),
    "service.cost_per_hour": Text("setting.cost_per_hour", "What an hour of an agent costs."),
    "service.fixed_cost_per_week": Text(
        "setting.fixed_cost_per_week", "What the hotline costs each week beside its agents."
    ),
    "service.novice_factor": Text(
        "setting.novice_factor",
        "How much longer a novice handles a call, such as 1.25; 1 makes no difference.",
    ),
    "service.novice_weeks": Text(
        "setting.novice_weeks", "Weeks in which an agent who answers alone is a novice."
    ),
    "service.mail_within": Text(
        "setting.mail_within",
        "Agents answer e-mail between calls, within so many hours of opening time; blank: they answer none.",
    ),
    "service.mail_seconds": Text(
        "setting.mail_seconds", "Seconds of work on an e-mail where the history does not count them."
    ),
}


def setting_text(key: str) -> Message | None:
    """Return what a dotted key means; ``None`` for a key that is not explained."""
    text = _TEXTS.get(
        "opening_hours" if key.startswith("opening_hours.") else re.sub(r"\.[0-9]+\.", ".", key)
    )
    return None if text is None else text()

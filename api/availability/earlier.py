"""What somebody said in the plan before."""

from __future__ import annotations

from api.availability.place import CollectionPlace
from api.plans.records.answers import PlanPerson, read_content, read_own_plan
from api.plans.records.facts import list_plans
from api.plans.records.plans import find_revision
from api.store.engine import reading
from wfm.plan import Plan


def find_earlier_plan(place: CollectionPlace, who: PlanPerson) -> Plan | None:
    """Return the plan before, as far as somebody is in it; nothing where they are not, or there is none."""
    with reading(place.database) as connection:
        before = list_plans(connection, place.hotline.id, before=place.plan.first_day, most=1, drafts=True)
        for facts in before:
            stored = read_content(connection, find_revision(connection, facts.id))
            if any(one.person == who.person for one in stored.people()):
                return read_own_plan(connection, stored, who.person)
    return None

"""The settings of a plan's hotline in a form, with what each means, and the quota methods side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from http import HTTPStatus

from fastapi import APIRouter
from fastapi.responses import Response

from api.access.permissions import Permission
from api.plans.edit_schemas import SentSettingEdit
from api.plans.editing import PlanState
from api.revisions.context import EditContext, InEditing
from api.revisions.form import CurrentForm, SentForm
from api.revisions.outcome import SentChange, settle
from api.revisions.service_fields import with_all_goals
from api.revisions.setting_fields import DAYS, SET, days_in, setting_keys, setting_sections, setting_values
from api.web.guard import allow
from api.web.json.upload_turns import FormTurn
from api.web.pages.sent_form import new_key
from wfm.errors import Fault
from wfm.plan import Plan
from wfm.quota_comparison import Comparison, compare_methods
from wfm.tables.file_names import HOTLINE

router = APIRouter(include_in_schema=False)

ADDRESS = "/plans/{plan}/settings"
LONGEST = 10_000


@router.get(ADDRESS, dependencies=[allow(Permission.READ_DRAFTS)])
def settings(context: InEditing, kept: str = "") -> Response:
    """Show the settings of the newest revision."""
    state = context.state()
    return _show(context, state, setting_values(state.plan), kept=kept)


@router.post(ADDRESS, dependencies=[allow(Permission.EDIT_PLAN)])
def edit_settings(context: InEditing, form: CurrentForm, _turn: FormTurn) -> Response:
    """Change the settings that were typed otherwise than they were shown."""
    before = setting_values(context.state(form.expected).plan)
    fields = {name.removeprefix(SET): _typed(form, name) for name in form.fields if name.startswith(SET)}
    typed = {key: fields[key].strip()[:LONGEST] for key in setting_keys(before) if key in fields}
    changed = {key: value for key, value in typed.items() if value != before.get(key, "")}
    changes = with_all_goals(changed, typed)

    def refuse(faults: Sequence[Fault]) -> Response:
        shown = {**before, **typed}
        return _show(context, context.state(), shown, faults, HTTPStatus.UNPROCESSABLE_ENTITY)

    edit = SentSettingEdit(kind="settings", changes=changes)
    return settle(context, form, SentChange(edit, "settings", refuse=refuse))


def _typed(form: SentForm, name: str) -> str:
    """Return what a field says; days that are ticked are a list, and the form says that they could be."""
    if name.rpartition(".")[2] == DAYS:
        return ", ".join(days_in(",".join(form.fields[name])))
    return form.text(name)


def _show(
    context: EditContext,
    state: PlanState,
    values: Mapping[str, str],
    faults: Sequence[Fault] = (),
    status: HTTPStatus = HTTPStatus.OK,
    *,
    kept: str = "",
) -> Response:
    plan = state.plan
    sections = setting_sections(values, context.place.speak, faults)
    told = {SET + fault.column for fault in faults if fault.file == HOTLINE}
    shown = {one.field.name for fields in sections.values() for one in fields}
    return context.planning.page.respond(
        "revisions/settings.html",
        "plans",
        status,
        hotline=plan.hotline,
        facts=context.place.plan,
        state=state,
        plan=plan,
        setting_sections=sections,
        comparison=_compare_methods(plan),
        faults=tuple(faults),
        others=tuple(f for f in faults if f.file != HOTLINE or SET + f.column not in told & shown),
        kept=kept,
        to=context.link,
        edits=context.may_edit,
        key=new_key(),
    )


def _compare_methods(plan: Plan) -> Comparison | None:
    """Return what each method would make of the plan; nothing of one without municipalities."""
    if plan.is_bare:
        return None
    return compare_methods(plan.municipalities, plan.seats, plan.units, plan.hotline.method)

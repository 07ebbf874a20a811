"""Hotlines as pages: which there are, and making one from a form, from the sample or from a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response

from api.access.callers import AccountHolder
from api.access.viewer import Viewer
from api.accounts.caller import login_of
from api.accounts.records import logins
from api.plans.context import store_of
from api.plans.hotline_form import KEY_OF, faults_by_field, read_filled_form, usual_values
from api.plans.new_hotline import CodeTakenError, HotlineMaker, add_hotline
from api.plans.records.facts import list_hotlines
from api.plans.uploads.files import read_hotline_file
from api.rendering.assets import asset_folder
from api.store.engine import reading, writing
from api.web import login_cookie
from api.web.guard import CurrentViewer, administer_service, require_sign_in
from api.web.json.upload_turns import FormTurn
from api.web.pages.frame import CurrentFrame, PageFrame
from api.web.pages.sent_form import CurrentForm, PageForm, new_key
from wfm.apportionment import Method
from wfm.errors import Fault, PlanError
from wfm.hotline import Pairing
from wfm.plan import Plan
from wfm.tables.plan_reading import read_plan

HOTLINES, NEW = "/hotlines", "/hotlines/new"
SAMPLE = "midtjylland"
SECTION = "hotlines"

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True)
class HotlinesPage:
    """A page about hotlines: what is asked, by whom."""

    request: Request
    page: PageFrame
    viewer: Viewer

    def make(self, plan: Plan, form: PageForm, path: str) -> Response:
        """Make a hotline and lead to its first page.

        Raises
        ------
        CodeTakenError
            Where there is one of that code.
        """
        maker = HotlineMaker(
            database=store_of(self.request),
            account=self.viewer.account,
            at=self.request.app.state.now(),
            plans_it=form.text("plans_it") == "yes",
        )
        add_hotline(maker, form.request(self.viewer.account, path), plan)
        answer = RedirectResponse(self.page.link(hotline=plan.hotline.code), HTTPStatus.SEE_OTHER)
        self._stay_signed_in(maker, answer)
        return answer

    def _stay_signed_in(self, maker: HotlineMaker, answer: Response) -> None:
        """Begin a new login for whoever was given a role: the one they had has ended with that."""
        login = login_of(self.request)
        if login is None or not maker.plans_it:
            return
        with writing(maker.database) as connection:
            secret = logins.begin(
                connection, login.account, at=maker.at, device=login.device, how="own grant"
            )
        login_cookie.keep(self.request, answer, secret)

    def respond(
        self,
        values: Mapping[str, str] | None = None,
        faults: tuple[Fault, ...] = (),
        *,
        of_file: bool = False,
        plans_it: bool = True,
        status: int = HTTPStatus.OK,
    ) -> Response:
        """Show the ways to make a hotline, with what was typed and what is wrong with it."""
        today = self.request.app.state.now().date()
        shown: dict[str, Any] = {
            "values": {**usual_values(today, self.page.language), **(values or {})},
            "wrong": {} if of_file else faults_by_field(faults),
            "faults": faults if of_file else (),
        }
        return self.page.respond(
            "hotlines/new.html",
            SECTION,
            status,
            key=new_key(),
            methods=tuple(Method),
            pairings=tuple(Pairing),
            has_sample=sample_folder().is_dir(),
            has_account=self.viewer.account is not None,
            plans_it=plans_it,
            **shown,
        )


def hotlines_page(request: Request, page: CurrentFrame, viewer: CurrentViewer) -> HotlinesPage:
    """Return the page that is asked for."""
    return HotlinesPage(request, page, viewer)


CurrentPage = Annotated[HotlinesPage, Depends(hotlines_page)]


@router.get(HOTLINES, dependencies=[require_sign_in()])
def all_hotlines(current: CurrentPage) -> Response:
    """Show the caller's hotlines, to choose one of."""
    caller = current.viewer.caller
    with reading(store_of(current.request)) as connection:
        known = list_hotlines(connection)
    roles: dict[str, list[str]] = {}
    if isinstance(caller, AccountHolder):
        for grant in caller.grants:
            roles.setdefault(grant.hotline, []).append(grant.role.value)
        known = tuple(one for one in known if one.code in roles)
    makes = not isinstance(caller, AccountHolder) or caller.administers_service
    return current.page.respond("hotlines/all.html", SECTION, hotlines=known, roles=roles, makes=makes)


@router.get(NEW, dependencies=[administer_service()])
def before_hotline(current: CurrentPage) -> Response:
    """Show the ways to make a hotline."""
    return current.respond()


@router.post(NEW, dependencies=[administer_service(writes=True)])
def make_by_form(current: CurrentPage, form: CurrentForm) -> Response:
    """Make a hotline as it is described in the form."""
    values = {field: form.text(field) for field in KEY_OF}
    plans_it = form.text("plans_it") == "yes"
    try:
        return current.make(read_filled_form(values).plan, form, NEW)
    except CodeTakenError as error:
        fault = Fault("", None, "code", values["code"], error.message)
        return current.respond(values, (fault,), plans_it=plans_it, status=HTTPStatus.CONFLICT)
    except PlanError as error:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return current.respond(values, error.faults, plans_it=plans_it, status=status)


@router.post(f"{NEW}/sample", dependencies=[administer_service(writes=True)])
def make_by_sample(current: CurrentPage, form: CurrentForm) -> Response:
    """Make the hotline of the sample."""
    return _make_whole(current, form, read_plan(sample_folder()).plan, f"{NEW}/sample")


@router.post(f"{NEW}/file", dependencies=[administer_service(writes=True)])
def make_by_file(current: CurrentPage, form: CurrentForm, _turn: FormTurn) -> Response:
    """Make a hotline with the plan that stands in a file; where it holds faults, nothing is kept."""
    name, content = ("", b"") if form.file is None else (form.file.name, form.file.content)
    try:
        plan = read_hotline_file(name, content).plan
    except PlanError as error:
        return current.respond(faults=error.faults, of_file=True, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return _make_whole(current, form, plan, f"{NEW}/file")


def _make_whole(current: HotlinesPage, form: PageForm, plan: Plan, path: str) -> Response:
    try:
        return current.make(plan, form, path)
    except CodeTakenError as error:
        fault = Fault("hotline", None, "code", plan.hotline.code, error.message)
        return current.respond(faults=(fault,), of_file=True, status=HTTPStatus.CONFLICT)


def sample_folder() -> Path:
    """Return where the sample lies; an installation may have none."""
    return asset_folder("sample_data") / SAMPLE

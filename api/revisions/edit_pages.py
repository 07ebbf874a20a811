"""An edit that was looked at is kept; on a newer revision too, where somebody was faster."""

from __future__ import annotations

import re

from fastapi import APIRouter
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response

from api.access.permissions import Permission
from api.revisions.context import InEditing
from api.revisions.form import CurrentForm
from api.revisions.outcome import SentChange, settle
from api.revisions.packing import unpack
from api.web.guard import allow
from api.web.json.upload_turns import FormTurn

router = APIRouter(include_in_schema=False)

_BACK = re.compile(r"[a-z]{1,20}(?:/[a-z]{1,20})?")


@router.post("/plans/{plan}/edits", dependencies=[allow(Permission.EDIT_PLAN)])
def keep_edit(context: InEditing, form: CurrentForm, _turn: FormTurn) -> Response:
    """Keep an edit, and lead to where it began."""
    back = form.text("back")
    if not _BACK.fullmatch(back):
        raise RequestValidationError(
            [{"loc": ("body", "back"), "msg": "a page of ours", "type": "value_error"}]
        )
    return settle(context, form, SentChange(unpack(form.text("edit")), back, looks_first=True))

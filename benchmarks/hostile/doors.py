"""Every door of the service that reads files: for programs, and of pages."""

from __future__ import annotations

from typing import NamedTuple

from benchmarks.hostile.files import ICS, SUFFIX, TOML
from tests.api.filled_service import CODE, FIRST_DAY, PLAN, ROOT, XLSX
from tests.api.plans.uploads.malformed import CSV, JSON, ZIP

AGENT = "1-1"
PAGES = f"/plans/{FIRST_DAY}"
BOUNDARY = "hostile-hostile-hostile"


class Door(NamedTuple):
    """Where a file goes.

    Parameters
    ----------
    method, address
        Of the request; pages are known by their address.
    field
        Of a page's form in which the file stands; as text where it is ``text``.
    fields
        What else stands in the form.
    """

    method: str
    address: str
    field: str = ""
    fields: tuple[tuple[str, str], ...] = ()

    def body(self, media: str, content: bytes, form: dict[str, str]) -> tuple[str, bytes]:
        """Return type and content of the request's body; a form's holds what every form does, too."""
        if not self.field:
            return media, content
        parts = [_field(name, value.encode()) for name, value in {**form, **dict(self.fields)}.items()]
        name = "" if self.field == "text" else f"hostile{SUFFIX[media]}"
        parts.append(_field(self.field, content, name))
        return (
            f"multipart/form-data; boundary={BOUNDARY}",
            b"".join(parts) + f"--{BOUNDARY}--\r\n".encode(),
        )


def _field(name: str, value: bytes, file: str = "") -> bytes:
    named = f'; filename="{file}"' if file else ""
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"{named}\r\n\r\n'
    return head.encode() + value + b"\r\n"


_WHOLE = (
    Door("POST", f"/plans/new?hotline={CODE}", "file"),
    Door("POST", f"{PAGES}/file?hotline={CODE}", "file"),
    Door("POST", "/hotlines/new/file", "file"),
)
_ROWS = tuple(
    Door("POST", f"{PAGES}/tables/{table}/rows?hotline={CODE}", "file", (("mode", "add"),))
    for table in ("agents", "availability")
)
_CALLS = (Door("POST", f"{ROOT}/{CODE}/calls"), Door("POST", f"/calls?hotline={CODE}", "file"))
DOORS: dict[str, tuple[Door, ...]] = {
    XLSX: (Door("POST", f"{ROOT}/{CODE}/plans"), *_WHOLE, Door("POST", f"{PLAN}/merge"), *_ROWS, *_CALLS),
    ZIP: (Door("POST", f"{ROOT}/{CODE}/plans"), *_WHOLE, *_CALLS),
    CSV: (
        Door("PUT", f"{PLAN}/tables/agents"),
        *_ROWS,
        Door("PUT", f"{PLAN}/tables/locks"),
        Door("POST", f"{PAGES}/availability/rows?hotline={CODE}", "text"),
        *_CALLS,
    ),
    JSON: (
        Door("PUT", f"{PLAN}/tables/agents"),
        Door("POST", f"{PLAN}/versions"),
        Door("POST", f"{PLAN}/edits"),
        Door("POST", ROOT),
        Door("POST", f"{ROOT}/{CODE}/calls"),
        Door("POST", f"{PLAN}/scenarios/try"),
    ),
    ICS: (
        Door("POST", f"{PLAN}/availability/{AGENT}/busy-times"),
        Door("POST", f"{PAGES}/availability/{AGENT}?hotline={CODE}", "file", (("do", "calendar"),)),
    ),
    TOML: (Door("POST", ROOT), Door("POST", "/hotlines/new/file", "file")),
}
"""By the kind of file."""


def doors_of(media: str, turn: int) -> tuple[Door, ...]:
    """Return two doors for a file, others with each turn, so that every family goes to all of them."""
    known = DOORS[media]
    return known[2 * turn % len(known)], known[(2 * turn + 1) % len(known)]

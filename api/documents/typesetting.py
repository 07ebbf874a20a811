"""Set a template with its data as a PDF: tagged, in its language, own fonts only, the same each time."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Literal

from api.rendering.assets import asset_folder
from api.texts.translator import Translator
from wfm.message import Text

PAGE = Text("pdf.page", "Page {page} of {pages}")
STANDARD: Literal["ua-1"] = "ua-1"
"""PDF/UA: every part is tagged, titles, languages and alternative texts are there, or nothing is written."""


def typeset(
    template: str,
    data: Mapping[str, Any],
    speak: Translator,
    *,
    pictures: Mapping[str, bytes] | None = None,
) -> bytes:
    """Return a document as PDF.

    Parameters
    ----------
    template
        Name of a file below ``templates/pdf`` without its suffix, which uses ``report`` of ``base.typ``.
    data
        What stands in it, texts and lists of them; ``title`` is its name. It reaches the template as JSON and
        never as source, so no text can be taken for an order.
    speak
        The language in which it is read and hyphenated.
    pictures
        SVG by the name under which the template asks for it.

    Returns
    -------
    bytes
        The same for the same data: without a date, and without fonts of this machine.
    """
    import typst  # a large library, loaded only where a PDF is made

    folder = asset_folder("templates") / "pdf"
    page = speak.say(PAGE(page="{page}", pages="{pages}"))
    document = {**data, "language": speak.language, "page": page}
    inputs = {name: picture.decode("utf-8") for name, picture in (pictures or {}).items()}
    return bytes(
        typst.compile(
            folder / f"{template}.typ",
            root=folder,
            font_paths=[],
            ignore_system_fonts=True,
            sys_inputs={"data": json.dumps(document, ensure_ascii=False), **inputs},
            pdf_standards=[STANDARD],
        )
    )

"""While pages are built: the catalogue's Danish sentence beneath each English one on a rule's page."""

from __future__ import annotations

import importlib
import re
from html import escape
from typing import Any

from api.texts.translator import translator
from wfm.message import Text

_BULLET = re.compile(r"^- `(\w+)\.(\w+)`.*?(?=^- |\Z|^$)", re.DOTALL | re.MULTILINE)
_KIND = re.compile(r"{(\w+):\w+}")


def on_page_markdown(markdown: str, page: Any, **_: Any) -> str:
    """Return a page with its Danish sentences; called by mkdocs for every page."""
    if not re.fullmatch(r"rules/\w+\.md", page.file.src_uri) or "## What people read" not in markdown:
        return markdown
    before, heading, rest = markdown.partition("## What people read")
    section, next_heading, after = rest.partition("\n## ")
    return before + heading + _BULLET.sub(_with_danish, section) + next_heading + after


def _with_danish(bullet: re.Match[str]) -> str:
    module = importlib.import_module(f"wfm.rules.{bullet[1]}")
    key = f"{bullet[1]}.{bullet[2]}"
    text = next(value for value in vars(module).values() if isinstance(value, Text) and value.key == key)
    said = ", ".join(f"»{escape(shown(form))}«" for form in danish(text))
    return f'{bullet[0].rstrip()}<br><span lang="da">{said}</span>\n'


def shown(form: str) -> str:
    """Return a sentence with its places, without the kinds that only the renderer needs."""
    return _KIND.sub(r"{\1}", form)


def danish(text: Text) -> tuple[str, ...]:
    """Return the Danish forms of a text, as the catalogue has them."""
    catalogue = translator("da").catalogue
    if text.many is None:
        return (catalogue.pgettext(text.key, text.one),)
    return tuple(catalogue.npgettext(text.key, text.one, text.many, n) for n in (1, 2))

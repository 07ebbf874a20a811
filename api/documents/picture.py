"""Charts as pictures, drawn by matplotlib: the same figures give the same file, byte for byte.

No date, no random ids, no settings of the user's own. Matplotlib is loaded with this module, so only where
a chart was asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from io import BytesIO
from types import MappingProxyType
from typing import Any

import matplotlib
from matplotlib.figure import Figure

_SETTINGS: Any = MappingProxyType(
    {
        "font.family": ["sans-serif"],
        "font.sans-serif": ["DejaVu Sans"],
        "font.size": 9,
        "svg.hashsalt": "faellesvagt",
        "axes.spines.top": False,
        "axes.spines.right": False,
    }
)


def render(
    draw: Callable[[], Figure], form: str, *, title: str, about: str, creator: str, outlines: bool = False
) -> bytes:
    """Return a chart as ``svg`` or ``png``.

    Parameters
    ----------
    draw
        Makes the figure; called under our settings.
    form
        ``svg`` or ``png``.
    title, about
        Name and description of the picture, read aloud in its place.
    creator
        For whom it was made.
    outlines
        Whether the letters of an SVG are outlines, for a document that has other fonts. Else they stay
        text: it can be searched, read aloud and enlarged.
    """
    written = BytesIO()
    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update({**_SETTINGS, "svg.fonttype": "path" if outlines else "none"})
        drawn = draw()
        if form == "png":
            drawn.savefig(written, format="png", dpi=110, metadata={"Title": title, "Software": None})
            return written.getvalue()
        drawn.savefig(written, format="svg", metadata={"Title": title, "Date": None, "Creator": creator})
    return _described(written.getvalue().decode("utf-8"), title, about).encode("utf-8")


def _described(svg: str, title: str, about: str) -> str:
    """Give the picture a name and a description that are read aloud."""
    named = f'<title id="title">{escape(title)}</title>\n <desc id="desc">{escape(about)}</desc>'
    before, _, after = svg.partition("<svg ")
    _, _, rest = after.partition("</title>")
    attributes = after.partition(">")[0]
    return f'{before}<svg role="img" aria-labelledby="title desc" {attributes}>\n {named}{rest}'

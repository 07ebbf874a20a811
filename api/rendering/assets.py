"""Where templates and sample data are found: inside an installed wheel, or beside the code in a checkout."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parents[1]


def asset_folder(name: str) -> Path:
    """Return the folder of ``templates`` or ``sample_data``; a wheel carries them in ``api/_assets``."""
    packed = _PACKAGE / "_assets" / name
    return packed if packed.is_dir() else _PACKAGE.parent / name

from __future__ import annotations

from pathlib import Path

import pytest

from api.rendering import assets
from api.rendering.assets import asset_folder


def test_in_a_checkout_the_folders_stand_beside_the_code() -> None:
    assert (asset_folder("templates") / "base.html").exists()
    assert (asset_folder("sample_data") / "midtjylland" / "hotline.toml").exists()


def test_a_wheel_carries_them_inside_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "api" / "_assets" / "templates").mkdir(parents=True)
    (tmp_path / "templates").mkdir()
    monkeypatch.setattr(assets, "_PACKAGE", tmp_path / "api")
    assert asset_folder("templates") == tmp_path / "api" / "_assets" / "templates"
    assert asset_folder("sample_data") == tmp_path / "sample_data"

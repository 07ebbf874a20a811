"""wfm demo --serve: a federation is made ready, and shown to this machine only."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from api.configuration.settings import Settings
from tests.api.commands.running import wfm
from tests.api.publications import small_plan
from tests.api.serving.serving import free_port
from wfm.tables.plan_writing import write_plan_folder


def test_it_solves_two_quarters_and_answers_this_machine_only(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    plan = small_plan()
    period = replace(plan.hotline.period, last_day=plan.hotline.period.first_day.replace(day=31))
    write_plan_folder(replace(plan, hotline=replace(plan.hotline, period=period)), tmp_path / "plan")
    shown: list[Settings] = []
    monkeypatch.setattr("api.commands.demo.sample_plan", lambda _name: tmp_path / "plan")
    monkeypatch.setattr("api.serving.server.run", lambda _app, settings, **_more: shown.append(settings))
    monkeypatch.setenv("WFM_PUBLIC_URL", "https://vagt.example.dk")
    options: list[Any] = ["--serve", "--port", str(free_port()), "--workers", "1", "--lang", "en"]
    ran = wfm("demo", *options)
    assert ran.returncode == 0
    assert ran.stderr.count("Solving the quarter from") == 2
    assert "/demo and choose who you are" in ran.stderr
    (settings,) = shown
    assert settings.address.is_loopback
    assert settings.public_url is None

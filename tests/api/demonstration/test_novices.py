"""Novices in the demonstration: experience as the sample has it, and the same where it has none."""

from __future__ import annotations

from dataclasses import replace

import wfm
from api.demonstration.novices import EXPERIENCED, with_novices
from tests.sample_data.folders import SAMPLES

SAMPLE = wfm.load_plan(SAMPLES / "midtjylland")


def test_the_sample_keeps_its_experience_and_gets_two_novices() -> None:
    found = with_novices(SAMPLE)
    assert found.hotline == SAMPLE.hotline
    assert tuple(one for one in found.agents if one not in found.novices) == SAMPLE.agents
    assert [one.municipality for one in found.novices] == ["740", "791"]
    assert not any(EXPERIENCED in one.competences for one in found.novices)


def test_a_sample_without_experience_gets_the_same_as_ours_has() -> None:
    others = tuple(one for one in SAMPLE.hotline.competences if one.code != EXPERIENCED)
    bare = replace(
        SAMPLE,
        hotline=replace(SAMPLE.hotline, competences=others),
        agents=tuple(replace(one, competences=one.competences - {EXPERIENCED}) for one in SAMPLE.agents),
    )
    assert len(others) == len(SAMPLE.hotline.competences) - 1
    assert with_novices(bare) == with_novices(SAMPLE)

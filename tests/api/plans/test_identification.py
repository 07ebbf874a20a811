from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest

from api.access.ids import PersonId
from api.plans.identification import KnownPerson, identify_agents
from api.plans.person_answers import NO_ANSWERS, PersonAnswers, read_answers
from api.store.errors import DoubtfulPersonsError
from wfm.agent import Agent
from wfm.errors import PlanError
from wfm.ids import AgentId, MunicipalityCode

ANN = Agent(AgentId("01"), "Ann Ager", MunicipalityCode("751"), email="ann@example.org")
BO = Agent(AgentId("02"), "Bo Bæk", MunicipalityCode("751"), email="bo@example.org")
NEW = Agent(AgentId("01"), "Ny Nygaard", MunicipalityCode("751"), email="ny@example.org")


def known(*agents: Agent) -> dict[AgentId, tuple[KnownPerson, ...]]:
    """Return the bearers of ids, the first of an id the nearest; a person's random id is the name."""
    found: dict[AgentId, tuple[KnownPerson, ...]] = {}
    for one in agents:
        person = KnownPerson(PersonId(one.name), one.id, one.municipality, one.name, one.email)
        found[one.id] = (*found.get(one.id, ()), person)
    return found


def under(agent: Agent, other: str) -> Agent:
    return replace(agent, id=AgentId(other))


def found(
    agents: Iterable[Agent], bearers: Iterable[Agent], answers: PersonAnswers = NO_ANSWERS
) -> dict[str, str | None]:
    identified = identify_agents(tuple(agents), known(*bearers), answers)
    return {str(agent): person for agent, person in identified.items()}


def questions(
    agents: Iterable[Agent], bearers: Iterable[Agent], answers: PersonAnswers = NO_ANSWERS
) -> list[tuple[str, str, str]]:
    """Return of each question column, value and key."""
    with pytest.raises(DoubtfulPersonsError) as doubtful:
        found(agents, bearers, answers)
    return [(fault.column, fault.value, fault.expected.key) for fault in doubtful.value.faults]


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"name": "  ANN   ager "},
        {"email": "ANN@example.org"},
        {"email": ""},
        {"phone": "+45 12345678"},
        {"person": "a"},
    ],
)
def test_who_is_written_otherwise_is_the_same(change: dict[str, str]) -> None:
    assert found([replace(ANN, **change)], [ANN]) == {"01": "Ann Ager"}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"name": "Ann Agger"}, "name"),
        ({"email": "anna@example.org"}, "email"),
        ({"municipality": "760"}, "municipality"),
        ({"name": "Ny Nygaard", "email": "ny@example.org"}, "name"),
    ],
)
def test_another_name_address_or_municipality_is_asked_about(change: dict[str, str], column: str) -> None:
    other = replace(ANN, **change)  # type: ignore[arg-type]
    told = f"{other.name} (01, {other.municipality}, {other.email})"
    assert questions([other], [ANN]) == [(column, told, "persons.changed")]
    assert found([other], [ANN], read_answers(["01"], [], [])) == {"01": "Ann Ager"}
    assert found([other], [ANN], read_answers(["all"], [], [])) == {"01": "Ann Ager"}
    assert found([other], [ANN], read_answers([], ["01"], [])) == {"01": None}


def test_an_address_that_was_not_there_before_says_nothing() -> None:
    assert found([ANN], [replace(ANN, email="")]) == {"01": "Ann Ager"}


def test_whoever_had_the_id_before_and_is_called_so_is_meant_whichever_plan_comes_first() -> None:
    assert found([ANN], [NEW, ANN]) == {"01": "Ann Ager"}
    assert found([NEW], [NEW, ANN]) == {"01": "Ny Nygaard"}


def test_somebody_of_a_new_id_is_new_without_a_question() -> None:
    assert found([ANN, under(NEW, "03")], [ANN, BO]) == {"01": "Ann Ager", "03": None}


def test_another_id_is_asked_about_and_the_person_goes_along_or_stays() -> None:
    moved = under(ANN, "09")
    assert questions([moved, BO], [ANN, BO]) == [
        ("agent", "Ann Ager (09, 751, ann@example.org)", "persons.renumbered")
    ]
    for answers in (["01=09"], ["all"]):
        assert found([moved, BO], [ANN, BO], read_answers([], [], answers))["09"] == "Ann Ager"
    assert found([moved, BO], [ANN, BO], read_answers([], ["09"], []))["09"] is None


@pytest.mark.parametrize("change", [{"email": "ann@new.example"}, {"municipality": "760"}])
def test_name_and_employer_or_name_and_address_are_enough_to_ask(change: dict[str, str]) -> None:
    assert questions([replace(under(ANN, "09"), **change)], [ANN])  # type: ignore[arg-type]
    both = replace(under(ANN, "09"), email="ann@new.example", municipality=MunicipalityCode("760"))
    assert found([both], [ANN]) == {"09": None}


def test_exchanged_ids_are_asked_about_both_and_come_to_the_right_people() -> None:
    swapped = [under(ANN, "02"), under(BO, "01")]
    assert [key for *_, key in questions(swapped, [ANN, BO])] == ["persons.changed_or_renumbered"] * 2
    for answers in (["01=02", "02=01"], ["all"]):
        said = read_answers([], [], answers)
        assert found(swapped, [ANN, BO], said) == {"02": "Ann Ager", "01": "Bo Bæk"}
        # The same command again, when it is so already.
        assert found(swapped, [*swapped, ANN, BO], said) == {"02": "Ann Ager", "01": "Bo Bæk"}


def test_an_id_that_is_given_on_at_once_needs_one_answer() -> None:
    agents = [under(ANN, "09"), NEW]
    assert found(agents, [ANN, BO], read_answers([], [], ["01=09"])) == {"09": "Ann Ager", "01": None}


def test_two_are_never_one_person() -> None:
    agents = [ANN, replace(ANN, id=AgentId("09"), email="")]
    assert found(agents, [ANN, under(ANN, "09")]) == {"01": "Ann Ager", "09": None}


@pytest.mark.parametrize(
    ("answers", "key"),
    [
        ((["07"], [], []), "persons.not_in_plan"),
        (([], ["07"], []), "persons.not_in_plan"),
        (([], [], ["01=07"]), "persons.not_in_plan"),
        (([], ["01"], []), "persons.no_doubt"),
        (([], [], ["08=01"]), "persons.not_known"),
        ((["03"], [], []), "persons.not_known"),
        (([], [], ["01=02", "01=03"]), "persons.taken"),
    ],
)
def test_answers_that_fit_nothing_are_refused(answers: tuple[list[str], ...], key: str) -> None:
    agents = [ANN, BO, under(NEW, "03")]
    assert key in [told for *_, told in questions(agents, [ANN, BO], read_answers(*answers))]


@pytest.mark.parametrize(
    ("answers", "key"),
    [
        (([], [], ["01"]), "persons.pair"),
        (([], [], ["=01"]), "persons.pair"),
        ((["01"], ["01"], []), "persons.one_answer"),
        (([], [], ["01=09", "02=09"]), "persons.one_answer"),
    ],
)
def test_answers_that_are_none_are_refused(answers: tuple[list[str], ...], key: str) -> None:
    with pytest.raises(PlanError) as refused:
        read_answers(*answers)
    assert [fault.expected.key for fault in refused.value.faults] == [key]

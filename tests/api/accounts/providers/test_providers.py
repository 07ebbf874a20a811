"""Sign-in by a municipality's own provider, set up from a page by an administrator of the hotline."""

from __future__ import annotations

import re
import ssl
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import httpx2
import pytest
from httpx2 import Response
from pydantic import SecretStr

from api.access.roles import Role
from api.accounts.providers.service import TESTS
from api.store import seals
from api.store.engine import reading
from api.store.tables import ACCOUNT, AUDIT_PAYLOAD, GRANT, OIDC_IDENTITY, OIDC_PROVIDER
from tests.api.access.world import NEIGHBOUR, OWN, canary
from tests.api.accounts.offices import Browser, Office
from tests.api.accounts.oidc.bent import CLIENT, SECRET, Bent

PAGE, WAY = "/administration/providers", "/sign-in/vestby"
JSON = "/api/v1/hotlines/here/providers"
NUMBER = re.compile(r'name="expected" value="(\d+)"')
LEADER = {"sub": "1", "roles": ["vagt-leder"], "email": "1@example.org"}


@pytest.fixture
def administrator(office: Office) -> Browser:
    office.account("admin@example.dk", Role.ADMINISTRATOR)
    return office.signed_in("admin@example.dk")


def typed(provider: Bent, **changed: str) -> dict[str, str]:
    """Return the form of a provider as an administrator fills it in."""
    known = {
        "id": "vestby",
        "name": "Vestby Kommune",
        "issuer": provider.issuer,
        "client_id": CLIENT,
        "client_secret": SECRET,
        "municipality": "751",
        "scopes": "email",
        "claim": "roles",
        "leader": "vagt-leder",
        "agent_id": "employeeid",
    }
    return {**known, "expected": "0", "key": uuid4().hex, **changed}


@pytest.fixture
def set_up(administrator: Browser, provider: Bent) -> Response:
    answer = administrator.post(PAGE, **typed(provider))
    assert answer.status_code == 303, answer.text
    return answer


def document(provider: Bent, **changed: Any) -> dict[str, Any]:
    """Return a provider as a program sends it."""
    known = {"name": "Vestby", "issuer": provider.issuer, "client_id": CLIENT, "municipality": "751"}
    return {**known, "roles": {"claim": "roles", "leader": "vagt-leder"}, **changed}


def put(
    browser: Browser, sent: dict[str, Any], number: int, name: str = "vestby", **headers: str
) -> Response:
    told = {"Idempotency-Key": uuid4().hex, "If-Match": f'"{number}"', "X-Form-Token": browser.token()}
    return browser.client.put(f"{JSON}/{name}", json=sent, headers={**told, **headers})


def visit(office: Office, trust: ssl.SSLContext, way: str = WAY) -> Response:
    """Go to the provider and come back."""
    browser = office.browser()
    there = browser.get(way)
    assert there.status_code == 303, there.text
    back = httpx2.get(there.headers["location"], verify=trust, trust_env=False).headers["location"]
    return browser.get("/" + back.split("/", 3)[3])


def test_it_is_offered_and_lets_people_in_by_what_it_claims(
    office: Office, provider: Bent, set_up: Response, trust: tuple[ssl.SSLContext, ssl.SSLContext]
) -> None:
    page = office.browser().get("/sign-in").text
    assert page.index("Log ind med Vestby Kommune") > page.index("Log ind med Fælles login")
    provider.claims = dict(LEADER)
    assert visit(office, trust[1]).status_code == 303
    (grant,) = (row for row in office.rows(GRANT) if row["source"] == "claims")
    assert (grant["role"], grant["municipality"]) == ("leader", "751")


def test_nobody_is_known_by_an_e_mail_address(
    office: Office, provider: Bent, set_up: Response, trust: tuple[ssl.SSLContext, ssl.SSLContext]
) -> None:
    office.account("1@example.org", Role.COORDINATOR)
    provider.claims = dict(LEADER)
    assert visit(office, trust[1]).status_code == 303
    (identity,) = office.rows(OIDC_IDENTITY)
    (coordinator,) = (row["account_id"] for row in office.rows(GRANT) if row["role"] == "coordinator")
    assert (identity["subject"], identity["account_id"] != coordinator) == ("1", True)
    assert len([row for row in office.rows(ACCOUNT) if row["email"] == "1@example.org"]) == 1


@pytest.mark.parametrize(
    ("claims", "status"),
    [
        ({"employeeid": canary("id", OWN, 1)}, 303),
        ({"employeeid": canary("id", NEIGHBOUR, 1)}, 403),
        ({"roles": ["vagt-koordinator"]}, 403),
        ({}, 403),
    ],
)
def test_it_gives_rights_in_its_own_municipality_alone(
    office: Office,
    provider: Bent,
    set_up: Response,
    trust: tuple[ssl.SSLContext, ssl.SSLContext],
    claims: dict[str, Any],
    status: int,
) -> None:
    provider.claims = {"sub": "1", **claims}
    assert visit(office, trust[1]).status_code == status


def test_its_secret_is_sealed_and_told_by_nobody(
    office: Office, administrator: Browser, set_up: Response
) -> None:
    (row,) = office.rows(OIDC_PROVIDER)
    assert row["client_secret"].startswith("sealed:")
    shown = (administrator.get(way).text for way in (PAGE, f"{PAGE}/vestby", JSON))
    audited = (row["payload"] for row in office.rows(AUDIT_PAYLOAD))
    assert SECRET not in "".join((*map(str, shown), *map(str, audited), str(row)))


def test_what_is_wrong_stands_at_its_field_and_what_was_typed_stays(
    administrator: Browser, office: Office, provider: Bent
) -> None:
    answer = administrator.post(
        PAGE, **typed(provider, issuer="http://login.example.dk", id="Vest by", leader="", agent_id="")
    )
    assert answer.status_code == 422
    for field in ("issuer", "id", "leader"):
        assert f'href="#{field}"' in answer.text
    assert 'value="http://login.example.dk"' in answer.text
    assert SECRET not in answer.text
    assert office.rows(OIDC_PROVIDER) == []


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"issuer": "https://login.microsoftonline.com/common/v2.0"}, "issuer"),
        ({"issuer": "https://me@login.example.dk"}, "issuer"),
        ({"municipality": "999"}, "municipality"),
        ({"municipality": None}, "municipality"),
        ({"roles": {"leader": "x"}}, "claim"),
        ({"roles": {}}, "leader"),
        ({"name": ""}, "name"),
        ({"acr": ["a b"]}, "acr"),
    ],
)
def test_a_program_is_told_each_fault(
    administrator: Browser, provider: Bent, changed: dict[str, Any], field: str
) -> None:
    answer = put(administrator, document(provider, **changed), 0)
    assert answer.status_code == 422
    assert [fault["column"] for fault in answer.json()["faults"]] == [field]


def test_the_form_sent_twice_counts_once_and_whoever_knows_an_older_state_changes_nothing(
    office: Office, administrator: Browser, provider: Bent
) -> None:
    sent = typed(provider)
    assert [administrator.post(PAGE, **sent).status_code for _ in range(2)] == [303, 303]
    (row,) = office.rows(OIDC_PROVIDER)
    assert row["number"] == 1
    renamed = administrator.post(PAGE, **typed(provider, name="Andet", expected="1", client_secret=""))
    assert renamed.status_code == 303
    stale = administrator.post(PAGE, **typed(provider, name="Tredje", expected="1"))
    assert stale.status_code == 412
    assert NUMBER.findall(stale.text)[0] == "2"
    (row,) = office.rows(OIDC_PROVIDER)
    assert (row["name"], row["number"], row["client_secret"] is not None) == ("Andet", 2, True)


def test_a_secret_goes_to_no_other_address_than_it_was_typed_for(
    office: Office, administrator: Browser, provider: Bent, set_up: Response
) -> None:
    elsewhere = document(provider, issuer="https://login.example.net")
    refused = put(administrator, elsewhere, 1)
    assert (refused.status_code, refused.json()["faults"][0]["column"]) == (422, "client_secret")
    assert put(administrator, {**elsewhere, "client_secret": ""}, 1).status_code == 200
    (row,) = office.rows(OIDC_PROVIDER)
    assert (row["issuer"], row["client_secret"]) == ("https://login.example.net", None)


@pytest.mark.parametrize(
    ("name", "changed"), [("faelles", {}), ("vestby", {"issuer": "https://login.example.org"})]
)
def test_nobody_takes_the_place_of_one_of_the_settings(
    administrator: Browser, provider: Bent, name: str, changed: dict[str, str]
) -> None:
    assert put(administrator, document(provider, **changed), 0, name).status_code == 409


def test_one_that_the_settings_have_meanwhile_counts_for_nothing(
    office: Office, administrator: Browser, provider: Bent, set_up: Response
) -> None:
    (settled,) = office.app.state.providers
    office.app.state.providers = (settled.model_copy(update={"issuer": provider.issuer}),)
    assert office.browser().get(WAY).status_code == 404
    assert "tæller ikke" in administrator.get(PAGE).text


def test_another_hotline_s_administrator_neither_sees_nor_changes_it(
    office: Office, provider: Bent, set_up: Response
) -> None:
    office.account("abroad@example.dk", Role.ADMINISTRATOR, hotline="abroad")
    abroad = office.signed_in("abroad@example.dk")
    elsewhere = JSON.replace("here", "abroad")
    assert abroad.get(elsewhere).json()["providers"] == []
    headers = {"Idempotency-Key": uuid4().hex, "If-Match": '"1"', "X-Form-Token": abroad.token()}
    sent = document(provider, municipality=None, roles={"claim": "roles", "coordinator": "x"})
    for number, status in (("1", 412), ("0", 409)):
        headers |= {"If-Match": f'"{number}"', "Idempotency-Key": uuid4().hex}
        assert abroad.client.put(f"{elsewhere}/vestby", json=sent, headers=headers).status_code == status
    assert abroad.client.delete(f"{elsewhere}/vestby", headers=headers).status_code == 404


def test_the_test_says_what_is_found_and_what_is_wrong(
    office: Office, administrator: Browser, provider: Bent, set_up: Response
) -> None:
    def told() -> list[tuple[str, str]]:
        answer = administrator.client.post(
            f"{JSON}/vestby/test", headers={"X-Form-Token": administrator.token()}
        )
        assert answer.status_code == 200, answer.text
        return [(one["key"], one["outcome"]) for one in answer.json()["findings"]]

    assert told()[1:] == [
        ("provider.found", "good"),
        ("provider.asks_at", "good"),
        ("provider.keys", "good"),
        ("provider.no_pkce", "doubtful"),
    ]
    s256 = {"code_challenge_methods_supported": ["S256"]}
    provider.metadata = lambda found: found.update(s256)
    assert told()[-1] == ("provider.can_all", "good")
    for bend, key in BENT.items():
        provider.metadata = bend
        assert (key, "wrong") in told()
    provider.metadata = lambda found: found.update(issuer="https://<b>andet</b>")
    page = administrator.post(f"{PAGE}/vestby/test", page=f"{PAGE}/vestby").text
    assert "https://&lt;b&gt;andet&lt;/b&gt;" in page
    assert "Testen fandt fejl" in page


BENT: dict[Callable[[dict[str, Any]], object], str] = {
    lambda found: found.update(issuer="https://id.example.org"): "provider.other_issuer",
    lambda found: found.update(token_endpoint="http://127.0.0.1/token"): "provider.addresses",
    lambda found: found.update(jwks_uri="https://localhost:1/jwks"): "provider.no_answer",
    lambda found: found.update(response_types_supported=["id_token"]): "provider.no_code",
    lambda found: found.update(id_token_signing_alg_values_supported=["HS256"]): "provider.no_signature",
}


def test_the_test_asks_nothing_inside_and_not_without_end(
    administrator: Browser, provider: Bent, set_up: Response, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()  # this machine is inside again
    page = administrator.post(f"{PAGE}/vestby/test", page=f"{PAGE}/vestby")
    assert "internt netværk" in page.text
    for _ in range(TESTS.most - 1):
        assert administrator.post(f"{PAGE}/vestby/test").status_code == 200
    assert administrator.post(f"{PAGE}/vestby/test").status_code == 409
    assert provider.asked == []


def test_one_that_is_taken_away_lets_nobody_in(
    office: Office, administrator: Browser, set_up: Response
) -> None:
    assert office.browser().get(WAY).status_code == 303
    assert administrator.post(f"{PAGE}/vestby/remove", expected="9").status_code == 412
    assert administrator.post(f"{PAGE}/vestby/remove", expected="1").status_code == 303
    assert office.browser().get(WAY).status_code == 404
    assert "Vestby" not in office.browser().get("/sign-in").text
    assert administrator.post(f"{PAGE}/vestby/remove", expected="1").status_code == 404


def test_who_changes_it_beside_the_chain_is_noticed(
    office: Office, administrator: Browser, provider: Bent, set_up: Response
) -> None:
    with reading(office.database) as connection:
        assert seals.PROVIDERS not in seals.check_seals(connection).broken
    with office.database.begin() as connection:
        connection.execute(OIDC_PROVIDER.update().values(municipality="101"))
    with reading(office.database) as connection:
        assert seals.PROVIDERS in seals.check_seals(connection).broken


def test_one_whose_secret_no_key_opens_is_not_asked(
    office: Office, administrator: Browser, set_up: Response
) -> None:
    other = SecretStr("MTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTE=")
    office.app.state.settings = office.settings.model_copy(update={"secret_key": other})
    assert office.browser().get(WAY).status_code == 404
    assert "Nøglen, som hemmeligheden" in administrator.post(f"{PAGE}/vestby/test").text

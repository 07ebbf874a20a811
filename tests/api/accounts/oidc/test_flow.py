"""Whatever is not just as it must be lets nobody in; and each guard is seen to be the one that holds."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from dataclasses import asdict, replace
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from authlib.oidc.core import CodeIDToken
from fastapi import Request
from joserfc import jwt
from joserfc.jwk import OctKey
from joserfc.jws import JWSRegistry

from api.accounts.oidc import attempt, attempt_cookie, flow
from api.store.tables import ACCOUNT, GRANT, LOGIN, OIDC_IDENTITY
from tests.api.accounts.offices import Office
from tests.api.accounts.oidc.bent import CLIENT, KEY, OTHER_KEY, SECRET, Bent, Claims, signed
from tests.api.accounts.oidc.visits import LEADER, WAY, go, here, settings_with, visit

Twist = Callable[[Bent], object]
Guard = Callable[[pytest.MonkeyPatch], object]


def bending(**claims: Any) -> Twist:
    """Return a twist by which a token claims something else; nothing where that is none."""

    def bend(found: Claims) -> None:
        found.update(claims)
        for name in [name for name, value in claims.items() if value is None]:
            del found[name]

    return lambda provider: setattr(provider, "bend", bend)


def signing(sign: Callable[[Claims], str]) -> Twist:
    return lambda provider: setattr(provider, "sign", sign)


def answering(**query: str | None) -> Twist:
    def answer(found: Claims) -> None:
        found.update(query)
        for name in [name for name, value in query.items() if value is None]:
            del found[name]

    return lambda provider: setattr(provider, "answer", answer)


def unsigned(claims: Claims) -> str:
    """Return a token that nobody signed, and that says so."""
    head, body, _ = jwt.encode({"alg": "RS256"}, claims, KEY).split(".")
    assert head
    return f"eyJhbGciOiJub25lIn0.{body}."


def tampered(claims: Claims) -> str:
    """Return a token with the signature of another."""
    _, _, signature = signed(claims).split(".")
    head, body, _ = signed({**claims, "municipality": "730"}).split(".")
    return f"{head}.{body}.{signature}"


def by_secret(secret: bytes) -> Callable[[Claims], str]:
    """Return what signs with a secret that both sides know, or that everybody can read."""
    return lambda claims: jwt.encode({"alg": "HS256", "kid": "one"}, claims, OctKey.import_key(secret))


def by_another(claims: Claims) -> str:
    """Return a token that somebody else signed in the provider's name."""
    return jwt.encode({"alg": "RS256", "kid": "one"}, claims, OTHER_KEY)


def without_signature(patch: pytest.MonkeyPatch) -> None:
    """Let nobody look at signatures."""

    def read(id_token: str, _keys: object) -> jwt.Token:
        claims = jwt.decode(id_token, KEY, registry=_Blind()).claims if id_token.count(".") == 2 else {}
        return jwt.Token({"alg": "RS256"}, claims)

    patch.setattr(flow, "_verified", read)


class _Blind(JWSRegistry):
    """Takes every signature for a good one."""

    def get_alg(self, name: str) -> Any:
        found = super().get_alg("RS256")

        class Blind(type(found)):  # type: ignore[misc]
            name = "RS256"

            def verify(self, *_: object) -> bool:
                return True

        made = object.__new__(Blind)
        made.__dict__.update(found.__dict__)
        return made


class _Content(CodeIDToken):  # type: ignore[misc]
    """Is content with whatever a token claims."""

    def validate(self, *_: object, **__: object) -> None:
        """Look at nothing."""


def without_claims(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(flow, "CodeIDToken", _Content)


def without_state(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(flow, "compare_digest", lambda *_: True)


PUBLIC_PEM = KEY.as_pem(private=False)
TWISTS: dict[str, tuple[Twist, Guard]] = {
    "another key": (
        signing(lambda c: jwt.encode({"alg": "RS256", "kid": "one"}, c, OTHER_KEY)),
        without_signature,
    ),
    "no signature": (signing(unsigned), without_signature),
    "a tampered token": (signing(tampered), without_signature),
    "signed with our secret": (signing(by_secret(SECRET.encode())), without_signature),
    "signed with the public key": (signing(by_secret(sha256(PUBLIC_PEM).digest())), without_signature),
    "another issuer": (bending(iss="https://id.example.org"), without_claims),
    "no issuer": (bending(iss=None), without_claims),
    "for somebody else": (bending(aud="another"), without_claims),
    "for somebody else, by us": (bending(aud=["another"], azp=CLIENT), without_claims),
    "for several, by somebody else": (bending(aud=[CLIENT, "another"], azp="another"), without_claims),
    "for nobody": (bending(aud=None), without_claims),
    "another nonce": (bending(nonce="another"), without_claims),
    "no nonce": (bending(nonce=None), without_claims),
    "no end": (bending(exp=None), without_claims),
    "of another access token": (bending(at_hash="another"), without_claims),
    "another state": (answering(state="another"), without_state),
    "no state": (answering(state=None), without_state),
}


def nobody_came(office: Office) -> bool:
    """Tell whether nothing of a sign-in is in the store."""
    return not any(office.rows(table) for table in (ACCOUNT, GRANT, LOGIN, OIDC_IDENTITY))


@pytest.fixture(autouse=True)
def _leader(provider: Bent) -> None:
    provider.claims = dict(LEADER)


def test_somebody_is_let_in(office: Office) -> None:
    browser = office.browser()
    answer = visit(browser)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert browser.is_in()
    assert browser.get("/municipalities").status_code == 200


@pytest.mark.parametrize("name", TWISTS)
def test_what_is_not_as_it_must_be_is_refused_with_a_page_that_says_to_try_again(
    name: str, office: Office, provider: Bent, capfd: pytest.CaptureFixture[str]
) -> None:
    twist, _ = TWISTS[name]
    twist(provider)
    browser = office.browser()
    answer = visit(browser)
    assert answer.status_code == 400
    assert "prøv igen" in answer.text
    assert f'href="{WAY}"' in answer.text
    assert not browser.is_in()
    assert nobody_came(office)
    said = "".join(capfd.readouterr())
    assert "provider_refused" in said
    assert "example.org" not in said


@pytest.mark.parametrize("name", TWISTS)
def test_without_its_guard_it_would_be_let_in(
    name: str, office: Office, provider: Bent, monkeypatch: pytest.MonkeyPatch
) -> None:
    twist, unguard = TWISTS[name]
    twist(provider)
    unguard(monkeypatch)
    assert visit(office.browser()).status_code == 303


@pytest.mark.parametrize(
    "twist",
    [
        bending(sub=None),
        bending(sub=""),
        bending(sub=1),
        bending(sub="x" * 256),
        bending(iat=None),
        bending(nbf=4_000_000_000),
        bending(exp="never"),
        signing(lambda claims: "no.token"),
        signing(lambda claims: "a.b.c"),
        lambda provider: setattr(provider, "token", lambda token: token.pop("id_token")),
        lambda provider: setattr(provider, "token", lambda token: token.update(id_token=7)),
        answering(code=None),
        answering(code="another"),
        answering(error="access_denied"),
        answering(iss="https://id.example.org"),
    ],
)
def test_what_is_broken_is_refused_too(twist: Twist, office: Office, provider: Bent) -> None:
    twist(provider)
    assert visit(office.browser()).status_code == 400
    assert nobody_came(office)


@pytest.mark.parametrize("length", [1, 255])
def test_a_subject_may_be_as_long_as_the_standard_lets_it(
    office: Office, provider: Bent, length: int
) -> None:
    provider.claims["sub"] = "x" * length
    assert visit(office.browser()).status_code == 303


@pytest.mark.parametrize(("late", "status"), [(flow.CLOCKS_DIFFER - 1, 303), (flow.CLOCKS_DIFFER, 400)])
def test_a_token_is_out_of_date_when_it_is(office: Office, provider: Bent, late: int, status: int) -> None:
    provider.bend = lambda claims: claims.update(exp=int(office.at.timestamp()) - late)
    assert visit(office.browser()).status_code == status


def test_a_code_that_was_caught_is_of_no_use_to_whoever_caught_it(office: Office) -> None:
    """The thief has a browser of their own, which asked for something else."""
    victim, thief = office.browser(), office.browser()
    caught = here(go(victim))
    go(thief)
    assert thief.get(caught).status_code == 400
    assert thief.get(caught).status_code == 400
    assert office.browser().get(caught).status_code == 400
    assert nobody_came(office)


def test_even_with_the_state_known_the_verifier_is_missing(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is the provider that refuses; without the verifier in the test the thief would be let in."""
    without_state(monkeypatch)
    without_claims(monkeypatch)
    victim, thief = office.browser(), office.browser()
    caught = here(go(victim))
    go(thief)
    assert thief.get(caught).status_code == 400
    kept = attempt.Attempt.new("bent")
    monkeypatch.setattr(attempt.Attempt, "new", lambda *_: kept)
    caught = here(go(victim))
    go(thief)
    assert thief.get(caught).status_code == 303


def test_the_way_back_is_gone_once(office: Office) -> None:
    browser = office.browser()
    back = here(go(browser))
    assert browser.get(back).status_code == 303
    assert browser.get(back).status_code == 400


def test_nobody_is_signed_in_by_an_address_that_was_slipped_to_them(office: Office) -> None:
    """An attacker's own way back, opened by the victim, would sign the victim in as the attacker."""
    attacker, victim = office.browser(), office.browser()
    slipped = here(go(attacker))
    assert victim.get(slipped).status_code == 400
    go(victim)
    assert victim.get(slipped).status_code == 400
    assert not victim.is_in()


def test_an_attempt_at_one_provider_is_not_finished_at_another(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = attempt_cookie.attempt_in

    def of_another(request: Request) -> attempt.Attempt | None:
        found = read(request)
        return None if found is None else replace(found, provider="another")

    assert visit(office.browser()).status_code == 303
    monkeypatch.setattr(attempt_cookie, "attempt_in", of_another)
    assert visit(office.browser()).status_code == 400


@pytest.mark.parametrize(("says", "status"), [(None, 400), ("own", 303), ("https://id.example.org", 400)])
def test_a_provider_that_names_itself_does_so(
    office: Office, provider: Bent, says: str | None, status: int
) -> None:
    name = "authorization_response_iss_parameter_supported"
    provider.metadata = lambda told: told.update({name: True})
    if says is not None:
        answering(iss=provider.issuer if says == "own" else says)(provider)
    assert visit(office.browser()).status_code == status


def test_a_level_of_assurance_can_be_asked_for(office: Office, provider: Bent) -> None:
    office.app.state.providers = settings_with(provider.issuer, acr=["substantial", "high"]).providers
    asked = parse_qs(urlsplit(office.browser().get(WAY).headers["location"]).query)
    assert asked["acr_values"] == ["substantial high"]
    assert visit(office.browser()).status_code == 400
    provider.claims["acr"] = "low"
    assert visit(office.browser()).status_code == 400
    assert nobody_came(office)
    provider.claims["acr"] = "high"
    assert visit(office.browser()).status_code == 303


def test_what_is_asked_of_a_provider(office: Office) -> None:
    answer = office.browser().get(f"{WAY}?next=/weeks")
    asked = {name: value for name, (value,) in parse_qs(urlsplit(answer.headers["location"]).query).items()}
    assert asked["redirect_uri"] == "http://127.0.0.1/sign-in/bent/back"
    assert set(asked["scope"].split()) == {"openid", "email"}
    assert asked["code_challenge_method"] == "S256"
    assert SECRET not in answer.headers["location"]
    cookie = answer.headers["set-cookie"]
    assert all(part in cookie for part in ("HttpOnly", "SameSite=lax", "Path=/", "Max-Age=600"))
    for secret in ("state", "nonce"):
        assert len(asked[secret]) == 43


def test_over_https_the_cookie_is_this_host_s_alone(office: Office, provider: Bent) -> None:
    office.app.state.settings = office.settings.model_copy(update={"public_url": "https://vagt.example.dk"})
    answer = office.browser().get(WAY)
    assert answer.headers["set-cookie"].startswith("__Host-sign-in=")
    assert "Secure" in answer.headers["set-cookie"]
    asked = parse_qs(urlsplit(answer.headers["location"]).query)
    assert asked["redirect_uri"] == ["https://vagt.example.dk/sign-in/bent/back"]


@pytest.mark.parametrize(
    ("asked", "led_to"),
    [
        ("/municipalities", "/municipalities"),
        ("//evil.example", "/"),
        ("https://evil.example", "/"),
        ("/sign-in", "/"),
        ("", "/"),
    ],
)
def test_whoever_comes_back_is_led_to_where_they_wanted_to_go_here(
    office: Office, asked: str, led_to: str
) -> None:
    answer = visit(office.browser(), f"{WAY}?next={asked}")
    assert answer.headers["location"] == led_to


def test_a_cookie_of_somebody_s_own_making_leads_nowhere(office: Office) -> None:
    kept = attempt.Attempt("bent", "x" * 43, "x" * 43, "x" * 43, "https://evil.example")
    own = urlsafe_b64encode(json.dumps(asdict(kept)).encode()).decode()
    back = here(go(office.browser()))
    for value in (own, "x", "e30=", "W10=", "bnVsbA==", "x" * 5000):
        answer = office.browser(Cookie=f"sign-in={value}").get(back)
        assert answer.status_code == 400
    assert nobody_came(office)


def test_a_cookie_that_was_changed_leads_to_no_other_site(office: Office) -> None:
    browser = office.browser()
    back = here(go(browser))
    kept = json.loads(urlsafe_b64decode(browser.client.cookies["sign-in"].strip('"')))
    changed = urlsafe_b64encode(json.dumps({**kept, "led_to": "//evil.example"}).encode()).decode()
    answer = office.browser(Cookie=f"sign-in={changed}").get(back)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")


def test_tries_are_counted_where_they_come_to_nothing(office: Office, provider: Bent) -> None:
    office.settings = office.settings.model_copy(update={"sign_in_tries_from_address": 3})
    office.app.state.settings = office.settings
    for _ in range(5):
        assert visit(office.browser()).status_code == 303
    bending(nonce="another")(provider)
    assert [visit(office.browser()).status_code for _ in range(4)] == [400, 400, 400, 429]
    redeemed = provider.asked.count("/token")
    assert visit(office.browser()).status_code == 429
    assert provider.asked.count("/token") == redeemed

from __future__ import annotations

import base64
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.access.tokens import hash_of, is_token, new_token, opens


def test_a_token_is_256_random_bits_that_may_stand_in_an_address() -> None:
    tokens = {new_token() for _ in range(1000)}
    assert len(tokens) == 1000
    assert all(is_token(token) for token in tokens)
    assert {len(base64.urlsafe_b64decode(token + "=")) for token in tokens} == {32}


def test_what_is_kept_is_the_sha256_of_the_text() -> None:
    token = new_token()
    assert hash_of(token) == sha256(token.encode()).hexdigest()
    assert token not in hash_of(token)


def test_a_token_opens_its_own_hash_and_no_other() -> None:
    one, other = new_token(), new_token()
    assert opens(one, hash_of(one))
    assert not opens(other, hash_of(one))
    assert not opens(hash_of(one), hash_of(one))  # what was stolen from the database opens nothing


@pytest.mark.parametrize("last", "AEIMQUYcgkosw048")
def test_a_near_miss_opens_nothing(last: str) -> None:
    token = new_token()
    near = token[:-1] + last
    assert opens(near, hash_of(token)) == (near == token)


@given(st.text(st.characters(categories=("L", "N", "P", "S", "C"))))
def test_whatever_is_sent_as_a_token_is_told_apart_and_breaks_nothing(text: str) -> None:
    assert is_token(text) == (
        len(text) == 43 and all(c.isascii() and (c.isalnum() or c in "-_") for c in text)
    )
    assert not opens(text, text)

"""A new password: what it must be, and that nobody guesses it in a few thousand tries."""

from __future__ import annotations

import re
from collections.abc import Iterable

from anyio.to_thread import run_sync

from api.accounts.credentials.guessable_words import GUESSED_FIRST
from api.accounts.credentials.passwords import weakness
from wfm.message import Message, Text

ENOUGH = 3
"""Of 0 to 4, by which zxcvbn tells how many guesses it takes: 3 is a hundred million."""
_LOOKED_AT = 72  # characters; the estimate of more takes long and says nothing new
CORE_ENOUGH = 2
"""The same for its different words alone: a million guesses."""
WORD = 4
"""Letters in a row from which they may be a word."""
LONG_WORD = 16
"""Letters of one word from which on it may stand alone: Danish words are put together from several."""
_BETWEEN = re.compile(r"[\W\d_]+")

NOT_TWICE = Text("password.not_twice", "the same password twice")
EASY = Text(
    "password.easy",
    "a password that is harder to guess: several words that do not belong together, none of them yours",
)


async def password_fault(password: str, again: str, words: Iterable[str] = ()) -> Message | None:
    """Return what a new password ought to be that it is not; none where it may be taken.

    Parameters
    ----------
    password, again
        As it was written, both times.
    words
        What everybody would try first of its owner: the e-mail address.
    """
    found = weakness(password)
    if found is not None:
        return found
    if password != again:
        return NOT_TWICE()
    return None if await run_sync(is_hard, password, tuple(words)) else EASY()


def is_hard(password: str, words: tuple[str, ...]) -> bool:
    """Tell whether a password takes long to guess for whoever knows some of its owner's words."""
    from zxcvbn import zxcvbn  # it reads long lists of words

    parts = [part for word in words for part in (word, *word.replace("@", ".").split("."))]
    known = [*parts, *GUESSED_FIRST]

    def score(text: str) -> int:
        return int(zxcvbn(text[:_LOOKED_AT], user_inputs=known)["score"]) if text else 0

    # A word, a year and a mark count as three things to guess, though everybody puts them in this order.
    found = [word for word in dict.fromkeys(_BETWEEN.split(password.casefold())) if word]
    longest = max(map(len, found), default=0)
    if len(found) == 1 and WORD <= longest < LONG_WORD:
        return False  # no list has all that two words of every day make together: sommervejr2026
    core_is_easy = longest >= WORD and score("".join(found)) < CORE_ENOUGH
    return score(password) >= ENOUGH and not core_is_easy

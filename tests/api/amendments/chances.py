"""What may happen in a week that is lived at random, and how often."""

from __future__ import annotations

EARLIER = {
    "wait": 3,
    "absence": 3,
    "mistake": 2,
    "offer": 9,
    "accept": 10,
    "decline": 2,
    "take_back": 1,
    "rule": 1,
    "propose": 6,
    "swap": 9,
    "change": 5,
    "publish": 3,
    "worked": 1,
    "close": 1,
    "ask": 2,
    "answer": 4,
}
"""What may happen while the week goes on, with how often."""
LATER = {
    "worked": 5,
    "confirm": 2,
    "close": 2,
    "correct": 3,
    "absence": 1,
    "change": 2,
    "publish": 2,
    "swap": 1,
    "accept": 1,
}
"""And once it is over."""

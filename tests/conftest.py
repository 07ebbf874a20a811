"""One setting for all property tests: the same cases every time, and no verdict by the clock.

``pytest --hypothesis-profile=explore`` looks further, with other cases each time.
"""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("steady", deadline=None, derandomize=True)
settings.register_profile("explore", deadline=None, max_examples=1000)
settings.load_profile("steady")

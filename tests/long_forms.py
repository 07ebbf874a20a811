"""Which cases of a test are its long form: others of the same test prove the same in short, and always run.

A case is named as pytest names it. Where a proof takes longer the larger it is made, the test says so by its
own parameters; here stand cases of tests that are asked of several databases, languages or sizes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from zlib import crc32

import pytest

DATABASES = ("sqlite", "postgresql")
EVERY = 4
"""Of so many tests one asks a PostgreSQL in every run."""

LONG_FORMS = frozenset(
    f"tests/{case}"
    for case in (
        "api/access/test_reading.py::test_every_read_is_answered_while_nothing_can_be_written[full]",
        "api/availability/test_busy_times.py::"
        "test_a_meeting_of_two_thousand_years_is_read_or_refused_in_bounded_time[postgresql]",
        "api/browser/test_joining.py::test_who_sits_beside_and_what_is_missing_can_be_read_by_everybody[en]",
        "api/commands/test_cluster.py::"
        r"test_a_cluster_that_cannot_be_used_ends_with_2_and_writes_nothing"
        r"[options0-\xbbtcp://192.0.2.7:8786\xab bliver afvist]",
        "api/commands/test_cluster.py::"
        "test_a_cluster_that_cannot_be_used_ends_with_2_and_writes_nothing"
        "[options3-angiv hvilken med --cluster]",
        "api/commands/test_cluster.py::"
        r"test_a_cluster_that_cannot_be_used_ends_with_2_and_writes_nothing"
        r"[options4-\xbbnowhere.pem\xab er ikke en fil]",
        "api/home/test_no_dead_ends.py::test_no_link_of_any_page_leads_to_nothing[bare]",
        "api/home/test_no_dead_ends.py::test_every_page_that_a_role_may_reach_is_a_page[bare]",
        "api/notices/test_killed.py::test_a_relay_that_notes_before_it_sends_would_be_found[postgresql]",
        "api/publishing/test_crash.py::test_a_crash_at_any_statement_leaves_nothing_half[postgresql-False]",
        "api/publishing/test_crash.py::test_an_early_commit_would_be_found[postgresql]",
        "api/serving/test_server.py::test_told_to_stop_it_lets_what_is_running_end[15]",
        "api/store/test_contention.py::test_exactly_one_of_two_wins_and_the_other_is_told_who[sqlite-20]",
        "api/store/test_migrate.py::test_data_are_kept_from_revision_to_revision_and_back[postgresql]",
        "api/upkeep/test_backup.py::test_a_backup_restores_every_row_into_either_database[sqlite]",
        "api/upkeep/test_backup.py::test_backups_under_load_restore_whole[sqlite]",
        "house/test_without_what_is_not_used.py::"
        "test_a_command_loads_what_it_uses[serve --plan {plan} --out {out}]",
        "benchmarks/test_charts.py::test_a_family_of_two_sizes_has_a_growth_chart[agents]",
        "solver/search/test_distributed_lns.py::test_with_it_the_same_values_are_proven_as_without[2]",
        "solver/search/test_distributed_lns.py::test_with_it_the_same_values_are_proven_as_without[3]",
        "solver/search/test_lns.py::test_with_it_the_same_values_are_proven_as_without[2]",
        "solver/search/test_solve.py::test_the_time_limit_holds_on_a_big_plan[2]",
        "wfm/test_second_opinion.py::test_two_measures_agree_on_the_sample_plans[midtjylland]",
    )
)

ON_BOTH = (
    "tests/api/amendments/",
    "tests/api/notices/test_killed.py",
    "tests/api/privacy/",
    "tests/api/publishing/",
    "tests/api/store/",
    "tests/api/upkeep/",
)
"""Rooms whose tests ask both databases in every run, as do those of records and of what happens at once."""


def other_database(items: Iterable[pytest.Item]) -> Iterator[pytest.Item]:
    """Yield of tests that ask a SQLite and a PostgreSQL the case that is left to the long form.

    What routes, pages and services do is the same over either, so in every run one of the two is asked,
    always the same one: of every fourth test the server, whose databases take longer to make, and of the
    others the file. Where both were not gathered, such as when one is named on the command line, nothing is
    left out.
    """
    found: dict[str, dict[str, pytest.Item]] = defaultdict(dict)
    for item in items:
        kind = getattr(item, "callspec", None) and item.callspec.params.get("kind")  # type: ignore[attr-defined]
        if kind in DATABASES and not _asks_both(item.nodeid) and item.get_closest_marker("prove") is None:
            found[item.nodeid.replace(kind, "*", 1)][kind] = item
    for name, of_kind in found.items():
        if len(of_kind) == len(DATABASES):
            left_out = "sqlite" if crc32(name.encode()) % EVERY == 0 else "postgresql"
            yield of_kind[left_out]


def _asks_both(name: str) -> bool:
    module, _, test = name.partition("::")
    return name.startswith(ON_BOTH) or "records" in module or "at_once" in test

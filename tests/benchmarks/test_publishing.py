"""How long publishing takes, and its transaction: that the command measures what it says."""

import re
from pathlib import Path

import pytest

from api.store.engine import open_engine, reading, writing
from benchmarks import publishing

LINE = re.compile(r"^(?:all|\d+ agents' shifts mended): seconds(?: in the longest transaction)? = ")


def test_it_tells_of_the_first_publication_and_of_a_mended_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert publishing.main(["--instance", "week"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 4
    assert all(LINE.match(line) for line in lines)


def test_only_what_is_committed_is_a_transaction_that_others_wait_for(tmp_path: Path) -> None:
    database = open_engine(tmp_path)
    transactions = publishing.Transactions(database)
    with reading(database) as connection:
        connection.exec_driver_sql("SELECT 1")
    assert transactions.longest == 0
    with writing(database) as connection:
        connection.exec_driver_sql("CREATE TABLE t (n)")
    assert transactions.longest > 0
    database.dispose()

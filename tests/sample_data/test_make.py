"""The script that makes the samples: always the same files, and it notices any other."""

import os
import subprocess
import sys
from pathlib import Path

from tests.sample_data.folders import BOOKS, PLANS, SAMPLES


def make(*options: str, hash_seed: str = "random") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-B", str(SAMPLES / "make.py"), *options],
        env={**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for plan in (*PLANS, *BOOKS)
        for path in sorted((folder / plan).iterdir())
    }


def test_the_script_makes_the_committed_files_to_the_byte(tmp_path: Path) -> None:
    result = make("--out", str(tmp_path), hash_seed="1")
    assert (result.returncode, result.stderr) == (0, "")
    assert files(tmp_path) == files(SAMPLES)


def test_the_check_agrees_with_the_committed_files_and_writes_nothing(tmp_path: Path) -> None:
    assert make("--check", hash_seed="2").returncode == 0
    assert make("--check", "--out", str(tmp_path)).returncode == 1
    assert list(tmp_path.iterdir()) == []


def test_the_check_names_every_file_that_differs_and_making_mends_it(tmp_path: Path) -> None:
    make("--out", str(tmp_path))
    agents = tmp_path / "midtjylland" / "agents.csv"
    agents.write_bytes(agents.read_bytes() + b"\r\n")
    (tmp_path / "vestegnen" / "locks.csv").unlink()
    (tmp_path / "impossible" / "demand.csv").write_bytes(b"date,start,agents\n")
    own = tmp_path / "midtjylland" / "roster.csv"
    own.write_bytes(b"mine\n")

    result = make("--check", "--out", str(tmp_path))
    assert result.returncode == 1
    assert result.stdout.splitlines() == [
        "differs: impossible/demand.csv",
        "differs: midtjylland/agents.csv",
        "differs: vestegnen/locks.csv",
    ]

    make("--out", str(tmp_path))
    assert own.read_bytes() == b"mine\n"
    own.unlink()
    assert files(tmp_path) == files(SAMPLES)


def test_tables_are_utf_8_with_line_feeds_and_without_a_mark() -> None:
    for path, content in files(SAMPLES).items():
        text = content.decode("utf-8")
        assert not text.startswith("\ufeff"), path
        assert "\r" not in text, path
        assert text.endswith("\n"), path


def test_the_readme_says_of_every_plan_what_it_holds() -> None:
    readme = (SAMPLES / "README.md").read_text(encoding="utf-8")
    headings = [line for line in readme.splitlines() if line.startswith("### ")]
    for folder in (*PLANS, *BOOKS):
        assert any(f"`{folder}`" in heading for heading in headings), folder
    assert "which two only pay: Odder and Samsø" in readme

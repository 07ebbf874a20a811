"""A forecast is read as it was written, and whatever is wrong with a folder is told at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.builders import hotline, span
from tests.wfm.demand.forecasts import forecast
from wfm.calendar import Period
from wfm.demand.forecast import Forecast, path_quantiles
from wfm.demand.forecast_folder import FORECAST_FILE, read_forecast, write_forecast
from wfm.demand.path_file import ARRAY, MOST_CALLS, PATHS_FILE, pack_paths
from wfm.errors import Fault, ForecastError

LINE = hotline(days=2)
PATHS = forecast(LINE).paths


def faults(folder: Path, minutes: int = 30) -> list[tuple[str, int | None, str, str, str]]:
    with pytest.raises(ForecastError) as caught:
        read_forecast(folder, LINE, minutes)
    return [(one.file, one.row, one.column, one.value, one.expected.key) for one in caught.value.faults]


def change(folder: Path, old: str, new: str) -> None:
    text = (folder / FORECAST_FILE).read_text(encoding="utf-8")
    assert old in text
    (folder / FORECAST_FILE).write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_forecast(tmp_path, forecast(LINE))
    return tmp_path


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    mean=st.floats(0, 400),
    aht=st.floats(1, 4000),
    paths=st.integers(1, 40),
    minutes=st.sampled_from([15, 30, 50]),
)
def test_what_was_written_is_read(mean: float, aht: float, paths: int, minutes: int, tmp_path: Path) -> None:
    given_one = forecast(LINE, mean, aht=aht, paths=paths, minutes=minutes)
    write_forecast(tmp_path, given_one)
    first = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    reading = read_forecast(tmp_path, LINE, minutes)
    assert not reading.notices
    assert reading.forecast.intervals == given_one.intervals
    np.testing.assert_array_equal(reading.forecast.paths, given_one.paths)
    np.testing.assert_allclose(reading.forecast.calls, given_one.calls, atol=5.1e-5)
    np.testing.assert_allclose(reading.forecast.aht, given_one.aht, atol=0.0501)
    write_forecast(tmp_path, reading.forecast)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == first


def test_the_file_has_the_columns_of_the_contract(folder: Path) -> None:
    lines = (folder / FORECAST_FILE).read_text(encoding="utf-8").splitlines()
    assert lines[0] == "date,start,calls,p10,p50,p80,p90,aht"
    assert lines[1].startswith("2027-01-04,08:00,6.0000,")
    assert lines[1].endswith(",300.0")
    with np.load(folder / PATHS_FILE, allow_pickle=False) as archive:
        np.testing.assert_array_equal(archive[ARRAY], PATHS)


@given(values=st.lists(st.integers(0, 9), min_size=1, max_size=30), percent=st.integers(1, 100))
def test_a_quantile_is_the_fewest_calls_that_so_many_paths_keep_to(values: list[int], percent: int) -> None:
    paths = np.array(values)[:, None]
    found = int(path_quantiles(paths, [Fraction(percent, 100)])[0, 0])
    assert 100 * sum(value <= found for value in values) >= percent * len(values)
    assert 100 * sum(value < found for value in values) < percent * len(values)


def test_rows_in_another_order_bring_their_paths_along(folder: Path) -> None:
    whole = forecast(LINE)
    order = [*range(5, len(whole.intervals)), *range(5)]
    turned = Forecast(
        tuple(whole.intervals[place] for place in order),
        whole.calls[order],
        whole.aht[order],
        whole.paths[:, order],
    )
    write_forecast(folder, turned)
    found = read_forecast(folder, LINE, 30).forecast
    assert found.intervals == whole.intervals
    np.testing.assert_array_equal(found.paths, whole.paths)


def test_a_part_of_the_period_is_a_forecast(folder: Path) -> None:
    whole = forecast(LINE)
    write_forecast(folder, Forecast(whole.intervals[:3], whole.calls[:3], whole.aht[:3], whole.paths[:, :3]))
    assert read_forecast(folder, LINE, 30).forecast.intervals == whole.intervals[:3]


def test_a_missing_file_is_told(folder: Path) -> None:
    (folder / PATHS_FILE).unlink()
    change(folder, "6.0000", "-6")
    assert faults(folder) == [
        (FORECAST_FILE, 2, "calls", "-6", "fault.not_negative"),
        (PATHS_FILE, None, ARRAY, "", "fault.there"),
    ]
    (folder / FORECAST_FILE).unlink()
    assert faults(folder) == [(FORECAST_FILE, None, "", "", "fault.there")]


def test_missing_columns_and_rows_are_told(folder: Path) -> None:
    change(folder, "p80,p90", "p81,p90")
    assert (FORECAST_FILE, 1, "p80", "", "fault.column") in faults(folder)
    (folder / FORECAST_FILE).write_text("date,start,calls,p10,p50,p80,p90,aht\n", encoding="utf-8")
    assert faults(folder) == [(FORECAST_FILE, 2, "", "", "fault.forecast_intervals")]


def test_an_unknown_interval_and_one_that_stands_twice_are_told(folder: Path) -> None:
    change(folder, "2027-01-04,08:30", "2027-01-04,08:10")
    change(folder, "2027-01-04,09:30", "2027-01-04,09:00")
    assert faults(folder) == [
        (FORECAST_FILE, 3, "start", "2027-01-04 08:10", "fault.names_an_interval"),
        (FORECAST_FILE, 5, "start", "2027-01-04 09:00", "fault.interval_once"),
    ]


def test_intervals_of_another_length_are_unknown(folder: Path) -> None:
    assert {fault[-1] for fault in faults(folder, minutes=60)} == {"fault.names_an_interval"}


@pytest.mark.parametrize("seconds", ["0", "0.9", "-3", "x"])
def test_a_handling_time_is_at_least_a_second(folder: Path, seconds: str) -> None:
    change(folder, ",300.0", f",{seconds}")
    assert faults(folder) == [(FORECAST_FILE, 2, "aht", seconds, "fault.seconds")]


@pytest.mark.parametrize(
    ("paths", "value", "key"),
    [
        (PATHS[:, 1:], f"50 × {PATHS.shape[1] - 1}", "fault.paths_shape"),
        (PATHS[0], str(PATHS.shape[1]), "fault.paths_shape"),
        (PATHS[:0], f"0 × {PATHS.shape[1]}", "fault.paths_shape"),
        (PATHS.astype(float), f"50 × {PATHS.shape[1]}", "fault.paths_shape"),
        (PATHS - 100, str(PATHS.min() - 100), "fault.paths_range"),
        (PATHS + MOST_CALLS, str(PATHS.max() + MOST_CALLS), "fault.paths_range"),
        (PATHS.astype(object), f"50 × {PATHS.shape[1]}", "fault.paths_shape"),
    ],
)
def test_faulty_paths_are_told(folder: Path, paths: np.ndarray, value: str, key: str) -> None:
    np.savez(folder / PATHS_FILE, calls=paths)
    assert faults(folder) == [(PATHS_FILE, None, ARRAY, value, key)]


@pytest.mark.parametrize(
    "content", [b"", b"PK", b"date,start\n", pack_paths(PATHS)[:-30], pack_paths(PATHS)[:200]]
)
def test_what_is_no_archive_is_told(folder: Path, content: bytes) -> None:
    (folder / PATHS_FILE).write_bytes(content)
    assert faults(folder) == [(PATHS_FILE, None, ARRAY, "", "fault.paths_archive")]


def test_a_broken_archive_is_told(folder: Path) -> None:
    content = bytearray(pack_paths(PATHS))
    content[len(content) // 2] ^= 255
    (folder / PATHS_FILE).write_bytes(content)
    assert faults(folder) == [(PATHS_FILE, None, ARRAY, "", "fault.paths_archive")]


def test_an_archive_without_the_array_is_told(folder: Path) -> None:
    np.savez(folder / PATHS_FILE, other=PATHS)
    assert faults(folder) == [(PATHS_FILE, None, ARRAY, "", "fault.paths_archive")]


def test_quantiles_that_are_not_of_the_paths_are_told_and_not_used(folder: Path) -> None:
    text = (folder / FORECAST_FILE).read_text(encoding="utf-8")
    first = text.splitlines()[1].split(",")
    change(folder, ",".join(first), ",".join([*first[:5], "77", *first[6:]]))
    (notice,) = read_forecast(folder, LINE, 30).notices
    assert isinstance(notice, Fault)
    assert (notice.row, notice.column, notice.value) == (2, "p80", "77")
    assert str(notice.expected).startswith(f"{first[5]}, as the paths")


def test_semicolons_decimal_commas_and_danish_names_are_read(folder: Path) -> None:
    text = (folder / FORECAST_FILE).read_text(encoding="utf-8")
    text = text.replace(",", ";").replace(".", ",").replace("date;", "dato;").replace("calls", "opkald")
    (folder / FORECAST_FILE).write_text(text, encoding="cp1252")
    np.testing.assert_array_equal(read_forecast(folder, LINE, 30).forecast.paths, PATHS)


def test_a_forecast_of_a_day_of_25_hours_is_read(tmp_path: Path) -> None:
    day = date(2027, 10, 31)
    line = hotline(period=Period(day, day), opening_hours={6: (span("00:00-24:00"),)})
    write_forecast(tmp_path, forecast(line))
    assert sum(one.minutes for one in read_forecast(tmp_path, line, 30).forecast.intervals) == 25 * 60


@pytest.mark.parametrize(
    "faulty",
    [
        {"calls": np.zeros(3)},
        {"aht": np.zeros(len(PATHS[0]))},
        {"calls": np.full(len(PATHS[0]), np.nan)},
        {"calls": np.full(len(PATHS[0]), -1.0)},
        {"paths": PATHS[:, 1:]},
        {"paths": PATHS[:0]},
        {"paths": PATHS.astype(float)},
    ],
)
def test_no_forecast_is_made_of_what_is_none(faulty: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"calls|aht|paths|numbers"):
        replace(forecast(LINE), **faulty)

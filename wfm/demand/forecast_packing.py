"""A forecast as a few bytes, and back: for a store, which keeps it beside its plan."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import numpy as np

from wfm.demand.expected_mail import ExpectedMail
from wfm.demand.forecast import Forecast
from wfm.demand.intervals import cut_period
from wfm.hotline import Hotline


def pack_forecast(forecast: Forecast) -> bytes:
    """Return a forecast packed; the paths as the smallest whole numbers that hold them."""
    packed = BytesIO()
    kind = np.min_scalar_type(int(forecast.paths.max(initial=0)))
    np.savez_compressed(
        packed,
        days=np.array([one.day.toordinal() for one in forecast.intervals], dtype=np.int32),
        starts=np.array([one.start for one in forecast.intervals], dtype=np.int16),
        calls=forecast.calls.astype(np.float32),
        aht=forecast.aht.astype(np.float32),
        paths=forecast.paths.astype(kind),
        mail=np.array([(one.day.toordinal(), *one[1:]) for one in forecast.mail], dtype=float).reshape(-1, 4),
    )
    return packed.getvalue()


def unpack_forecast(content: bytes, hotline: Hotline, minutes: int) -> Forecast:
    """Return the forecast of the opening hours that a hotline has now; what it has not is left out.

    Parameters
    ----------
    content
        What `pack_forecast` returned.
    hotline, minutes
        Whose intervals, and their length.
    """
    with np.load(BytesIO(content), allow_pickle=False) as packed:
        keys = zip(packed["days"].tolist(), packed["starts"].tolist(), strict=True)
        place = {key: number for number, key in enumerate(keys)}
        known = [
            (one, place[one.day.toordinal(), one.start])
            for one in cut_period(hotline, minutes)
            if (one.day.toordinal(), one.start) in place
        ]
        places = [number for _, number in known]
        mail = packed["mail"].tolist() if "mail" in packed else ()  # forecasts of earlier days have none
        return Forecast(
            intervals=tuple(one for one, _ in known),
            calls=packed["calls"][places].astype(float),
            aht=packed["aht"][places].astype(float),
            paths=packed["paths"][:, places],
            mail=tuple(
                ExpectedMail(date.fromordinal(int(day)), int(start), *rest) for day, start, *rest in mail
            ),
        )

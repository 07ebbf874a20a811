"""Whether text messages can be sent: which service takes them, and whether it is only a rehearsal."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from api.configuration.settings import Settings
from api.doctor.diagnosis import Diagnosis, approve, warn
from wfm.message import Text

TEXTS = Text("doctor.texts", "text messages")
NO_TEXTS = Text("doctor.no_texts", "None is sent; WFM_TEXT_URL is not set.")
TAKEN_BY = Text("doctor.texts_taken_by", "Text messages are handed to {host}.")
REHEARSED = Text(
    "doctor.texts_rehearsed", "None is sent: WFM_TEXT_DELIVERY is log, and the log tells id and length."
)
SEND = Text("doctor.send_texts", "Set WFM_TEXT_DELIVERY to send once you have seen what would go out.")
NO_HEADERS = Text(
    "doctor.texts_no_headers", "{host} is sent no header, so hardly any key that it knows the service by."
)
ADD_HEADERS = Text(
    "doctor.add_text_headers", "Name a file with the headers it wants in WFM_TEXT_HEADERS_FILE."
)
UNUSED = Text("doctor.texts_unused", "{name} is set, and without WFM_TEXT_URL it does nothing.")
SET_URL = Text("doctor.set_text_url", "Set WFM_TEXT_URL, or take it away.")


def texts(settings: Settings) -> Iterable[Diagnosis]:
    """Look at how text messages leave; nothing is sent."""
    if settings.text_url is None:
        if settings.text_headers is not None:
            yield warn(TEXTS, UNUSED(name="WFM_TEXT_HEADERS"), SET_URL())
        else:
            yield approve(TEXTS, NO_TEXTS())
        return
    host, found = urlsplit(settings.text_url).hostname or "", []
    if settings.text_delivery == "log":
        found.append(warn(TEXTS, REHEARSED(), SEND()))
    if settings.text_headers is None and "?" not in settings.text_url:
        found.append(warn(TEXTS, NO_HEADERS(host=host), ADD_HEADERS()))
    yield from found or (approve(TEXTS, TAKEN_BY(host=host)),)

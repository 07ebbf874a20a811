"""Whether secrets lie sealed in the database, and whether something opens them."""

from __future__ import annotations

from collections.abc import Iterable

from api.accounts.credentials.keyring import Keyring
from api.accounts.records.sealing import count_sealing
from api.configuration.settings import Settings
from api.doctor.diagnosis import Diagnosis, approve, fail, warn
from api.store.engine import open_engine, reading
from api.store.soundness import Soundness, soundness_of
from wfm.message import Text

CODES = Text("doctor.codes", "keys of authenticator apps, secrets of providers")
NONE_YET = Text("doctor.no_codes", "There is none in the database.")
NOT_ASKED = Text("doctor.codes_not_asked", "They are looked at once the database is sound.")
SEALED = Text("doctor.codes_sealed", "All of them are sealed with a key outside the database.")
READABLE = Text(
    "doctor.codes_readable",
    "Of {all:number}, {many:number} lie readable in the database, and so in every backup.",
)
SET_KEY = Text(
    "doctor.set_secret_key", "Name a key in WFM_SECRET_KEY and start the service, which seals them."
)
LOST = Text(
    "doctor.codes_lost", "Of {all:number}, {many:number} are sealed with a key that WFM_SECRET_KEY lacks."
)
PUT_BACK = Text(
    "doctor.put_key_back",
    "Put the key back. Where it is lost, wfm reset-second-step takes a code away, and a provider's secret "
    "is typed anew.",
)


def second_steps(settings: Settings) -> Iterable[Diagnosis]:
    """Look at how the secrets of authenticator apps and of providers are kept."""
    if not settings.database_exists:
        yield approve(CODES, NONE_YET())
        return
    engine = open_engine(settings.database)
    try:
        if soundness_of(engine)[0] is not Soundness.SOUND:  # which is told already
            yield approve(CODES, NOT_ASKED())
            return
        with reading(engine) as connection:
            sealing = count_sealing(connection, Keyring(settings.secret_key))
    finally:
        engine.dispose()
    if sealing.lost:
        yield fail(CODES, LOST(many=sealing.lost, all=sealing.kept), PUT_BACK())
    elif sealing.readable:
        yield warn(CODES, READABLE(many=sealing.readable, all=sealing.kept), SET_KEY())
    else:
        yield approve(CODES, SEALED() if sealing.kept else NONE_YET())

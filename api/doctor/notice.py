"""The notice that is agreed, and whether each municipality that it names employs anybody."""

from __future__ import annotations

from collections.abc import Iterable

from api.configuration.settings import Settings
from api.doctor.diagnosis import Diagnosis, approve, warn
from api.plans.records.agent_ids import list_employers
from api.publishing.agreement import read_agreement
from api.rosters.editing.sentences import agreement_message
from api.store.engine import open_engine, reading
from api.store.errors import UnavailableError
from api.store.migrate import current, newest
from wfm.ids import MunicipalityCode
from wfm.message import Text

NOTICE = Text("doctor.notice", "days of notice")
AGREED = Text("doctor.agreed_notice", "Shifts are to be known so long ahead: {agreed}.")
NOBODYS = Text(
    "doctor.nobodys_notice",
    "WFM_NOTICE_DAYS_OF names municipalities that employ nobody in any plan: {codes:list}.",
)
CORRECT = Text(
    "doctor.correct_notice", "Write the code as the plan's table of municipalities does, or take it away."
)


def notice(settings: Settings) -> Iterable[Diagnosis]:
    """Tell what is agreed; where there is no store that can be read, no code is unknown."""
    agreed = read_agreement(settings)
    known = _employers(settings) if agreed.of else frozenset()
    unknown = tuple(code for code in agreed.of if known and code not in known)
    if unknown:
        yield warn(NOTICE, NOBODYS(codes=unknown), CORRECT())
    else:
        yield approve(NOTICE, AGREED(agreed=agreement_message(agreed)))


def _employers(settings: Settings) -> frozenset[MunicipalityCode]:
    if not settings.database_exists:
        return frozenset()
    database = open_engine(settings.database)
    try:
        with reading(database) as connection:
            if current(connection) != newest():
                return frozenset()
            return list_employers(connection)
    except UnavailableError:  # that is for the examination of the database to say
        return frozenset()
    finally:
        database.dispose()

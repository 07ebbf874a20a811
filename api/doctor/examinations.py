"""All that the doctor looks at, in the order in which it is told."""

from __future__ import annotations

from api.configuration.settings import SettingsError, read_settings
from api.doctor import configured, database, machine, mail, network, retention
from api.doctor.finding import Examination, Finding, Verdict

EXAMINATIONS: tuple[Examination, ...] = (
    configured.settings,
    configured.secrets,
    network.public_address,
    network.proxies,
    network.metrics,
    mail.mail,
    machine.data_folder,
    machine.free_space,
    database.database,
    retention.retention,
    machine.clock,
    machine.time_zones,
    machine.user,
)


def examine() -> tuple[Finding, ...]:
    """Look at everything; where the settings are faulty there is nothing more to look at."""
    try:
        settings = read_settings()
    except SettingsError as error:
        return configured.faults_of(error)
    return tuple(finding for look in EXAMINATIONS for finding in look(settings))


def worst(findings: tuple[Finding, ...]) -> Verdict:
    """Return the worst of the verdicts."""
    order = list(Verdict)
    return max((finding.verdict for finding in findings), key=order.index)

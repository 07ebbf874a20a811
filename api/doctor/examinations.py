"""All that the doctor looks at, in the order in which it is told."""

from __future__ import annotations

from api.configuration.settings import SettingsError, read_settings
from api.doctor import (
    configured,
    database,
    kept,
    machine,
    mail,
    network,
    notice,
    retention,
    sealing,
    texting,
    webhooks,
)
from api.doctor.diagnosis import (
    Condition,
    Diagnosis,
    Examination,
)

EXAMINATIONS: tuple[Examination, ...] = (
    configured.settings,
    configured.secrets,
    network.public_address,
    network.proxies,
    network.metrics,
    mail.mail,
    texting.texts,
    webhooks.webhooks,
    machine.data_folder,
    machine.free_space,
    database.database,
    kept.answer,
    sealing.second_steps,
    kept.backups,
    retention.retention,
    notice.notice,
    machine.clock,
    machine.time_zones,
    machine.user,
)


def examine() -> tuple[Diagnosis, ...]:
    """Look at everything; where the settings are faulty there is nothing more to look at."""
    try:
        settings = read_settings()
    except SettingsError as error:
        return configured.faults_of(error)
    return tuple(finding for look in EXAMINATIONS for finding in look(settings))


def worst(diagnoses: tuple[Diagnosis, ...]) -> Condition:
    """Return the worst of the conditions."""
    order = list(Condition)
    return max((one.condition for one in diagnoses), key=order.index)

"""Settings: all that an operator can choose, from ``WFM_…`` in the environment or from secrets' files.

``WFM_PORT=8080`` sets the port; ``WFM_DATABASE_URL_FILE=/run/secrets/database`` reads a value from a file
(its last line break is not part of it), so that no secret need stand in the environment. An empty
variable counts as left out. Every fault is told, not only the first.
"""

from __future__ import annotations

import os
from difflib import get_close_matches
from ipaddress import IPv4Address, IPv6Address, ip_address
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, NoDecode, PydanticBaseSettingsSource, SettingsConfigDict

from api.configuration import fault_words
from api.configuration.kinds import (
    ADDRESS,
    DATABASE,
    FOLDER,
    NETWORKS,
    PUBLIC_URL,
    About,
    Network,
    database_url,
    expectation,
    is_secret,
    networks,
    public_url,
    without_password,
)
from api.configuration.oidc_providers import faults_in
from api.configuration.parts import PARTS, SettingParts
from wfm.errors import Fault, InputError
from wfm.message import Message, Text

DATABASE_FILE = "faellesvagt.db"
"""Name of the database in the data folder, where no other is named."""

PREFIX, FROM_FILE, HIDDEN = "WFM_", "_FILE", "***"
OTHERS = frozenset({"WFM_LANG", "WFM_DEBUG", "WFM_COMMAND", "WFM_CHROMIUM", "WFM_TEST_DATABASE_URL"})
"""Variables of ours that are no settings of the service."""


class SettingsError(InputError):
    """Settings are faulty; each fault names its variable as its file."""


class Settings(SettingParts):
    """What the service runs with; frozen."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_ignore_empty=True, frozen=True, hide_input_in_errors=True
    )

    address: Annotated[
        IPv4Address | IPv6Address,
        About(Text("setting.address", "Address that the service listens on."), ADDRESS),
    ] = ip_address("127.0.0.1")
    port: Annotated[
        int, Field(ge=1, le=65535), About(Text("setting.port", "Port that the service listens on."))
    ] = 8000
    public_url: Annotated[
        str | None,
        AfterValidator(lambda value: value if value is None else public_url(value)),
        About(
            Text(
                "setting.public_url",
                "Address under which people reach the service, as the proxy in front answers to it. Requests "
                "that name another host are refused. Left out: this machine only.",
            ),
            PUBLIC_URL,
        ),
    ] = None
    trusted_proxies: Annotated[
        tuple[Network, ...],
        NoDecode,
        BeforeValidator(networks),
        About(
            Text(
                "setting.trusted_proxies",
                "Addresses of the proxies in front. X-Forwarded-For, -Proto and -Host count only from them.",
            ),
            NETWORKS,
        ),
    ] = ()
    data_folder: Annotated[
        Path,
        About(
            Text(
                "setting.data_folder",
                "Folder of what is kept: the database and backups, unless others are named, and erased.txt.",
            ),
            FOLDER,
        ),
    ] = Path("data")
    backup_folder: Annotated[
        Path | None,
        About(
            Text(
                "setting.backup_folder",
                "Folder in which backups lie, for wfm doctor. Left out: backups in the data folder.",
            ),
            FOLDER,
        ),
    ] = None
    backup_hours: Annotated[
        int,
        Field(ge=1, le=8760),
        About(Text("setting.backup_hours", "Hours after which wfm doctor finds the newest backup too old.")),
    ] = 48
    database_url: Annotated[
        SecretStr | None,
        AfterValidator(lambda value: value if value is None else database_url(value)),
        About(
            Text(
                "setting.database_url",
                "Address of the database; may hold a password. Left out: SQLite in the data folder.",
            ),
            DATABASE,
        ),
    ] = None
    metrics_address: Annotated[
        IPv4Address | IPv6Address,
        About(Text("setting.metrics_address", "Address that /metrics is served on."), ADDRESS),
    ] = ip_address("127.0.0.1")
    metrics_port: Annotated[
        int,
        Field(ge=0, le=65535),
        About(
            Text(
                "setting.metrics_port",
                "Port of its own for /metrics, which the public port never shows. 0: no metrics.",
            )
        ),
    ] = 0
    max_body_kb: Annotated[
        int,
        Field(ge=1, le=1_000_000),
        About(Text("setting.max_body_kb", "Largest request that is read, in kB (1,000 bytes); beyond: 413.")),
    ] = 10_000
    max_waiting_mb: Annotated[
        int,
        Field(ge=1, le=1_000_000),
        About(Text("setting.max_waiting_mb", "MB of bodies that wait; beyond: 503.")),
    ] = 64
    max_connections: Annotated[
        int,
        Field(ge=10, le=1_000_000),
        About(Text("setting.max_connections", "Connections at once; beyond: 503.")),
    ] = 2_000
    header_seconds: Annotated[
        int,
        Field(ge=1, le=300),
        About(
            Text(
                "setting.header_seconds",
                "Seconds in which a request's first lines must arrive; then the connection is closed.",
            )
        ),
    ] = 10
    request_seconds: Annotated[
        int,
        Field(ge=1, le=3600),
        About(
            Text(
                "setting.request_seconds",
                "Seconds in which a request must arrive (else 408), and again its answer begin (else 503).",
            )
        ),
    ] = 30
    stop_seconds: Annotated[
        int,
        Field(ge=1, le=3600),
        About(
            Text(
                "setting.stop_seconds",
                "Seconds that running requests are given when the service is told to stop (SIGTERM).",
            )
        ),
    ] = 20
    keep_working_time_years: Annotated[
        int,
        Field(ge=5, le=100),
        About(
            Text(
                "setting.keep_working_time_years",
                "Years that rosters are kept as records of working time; the law asks for five.",
            )
        ),
    ] = 5
    keep_audit_years: Annotated[
        int,
        Field(ge=1, le=100),
        About(
            Text(
                "setting.keep_audit_years",
                "Years that it is kept what is told of who did what; the chain of hashes itself stays.",
            )
        ),
    ] = 3
    keep_availability_days: Annotated[
        int,
        Field(ge=0, le=3660),
        About(
            Text(
                "setting.keep_availability_days",
                "Days that notes, runs, comments and scenarios are kept after a period's end, and absences, "
                "offers and swaps after their own.",
            )
        ),
    ] = 90
    keep_requests_days: Annotated[
        int,
        Field(ge=1, le=3660),
        About(
            Text(
                "setting.keep_requests_days",
                "Days that answered requests, sent notices and secrets that are no longer valid are kept.",
            )
        ),
    ] = 30

    @property
    def database(self) -> str:
        """The address of the database; it may hold a password, so never print it."""
        if self.database_url is not None:
            return self.database_url.get_secret_value()
        return f"sqlite:///{self.data_folder / DATABASE_FILE}"

    @property
    def database_exists(self) -> bool:
        """Whether there is a database, as far as files tell: of a server's that is said by its address."""
        return self.database_url is not None or (self.data_folder / DATABASE_FILE).exists()

    @property
    def database_shown(self) -> str:
        """The address of the database as it may be shown."""
        return without_password(self.database)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Read the environment, then the files that it names; no ``.env`` that happens to lie about."""
        return init_settings, env_settings, _Files(settings_cls)


FIELDS = {
    name: Settings.model_fields[name]
    for name in (*Settings.__annotations__, *(name for part in PARTS for name in part.model_fields))
}
"""Every setting, in the order in which they are told."""


def variable(name: str) -> str:
    """Return the variable of a setting."""
    return PREFIX + name.upper()


def read_settings(**chosen: Any) -> Settings:
    """Return the settings of the environment; `chosen` are those given on the command line.

    Raises
    ------
    SettingsError
        With every fault: the variable, its value (never a secret's) and what was expected.
    """
    faults = list(_faulty_files())
    settings = None
    try:
        settings = Settings(**chosen)
    except ValidationError as error:
        told = {fault.file.removesuffix(FROM_FILE) for fault in faults}
        wrong = {str(one["loc"][0]) for one in error.errors()}
        found = sorted(wrong, key=list(FIELDS).index)
        faults += [_fault(name, chosen) for name in found if variable(name) not in told]
    if settings is not None:
        faults += _at_odds(settings)
    if faults or settings is None:
        raise SettingsError(faults)
    return settings


def need_fault(name: str) -> Fault:
    """Return the fault that a setting is left out which a command cannot do without."""
    return _told(variable(name), "", fault_words.WITHOUT())


def defaults() -> Settings:
    """Return what holds where nothing is set, whatever the environment says."""
    return Settings.model_construct()


def unknown_variables() -> tuple[tuple[str, str], ...]:
    """Return variables that look like settings and are none, each with the likeliest that was meant."""
    known = {variable(name) + end for name in FIELDS for end in ("", FROM_FILE)}
    found = sorted(name for name in os.environ if name.startswith(PREFIX) and name not in known | OTHERS)
    return tuple((name, next(iter(get_close_matches(name, known, 1)), "")) for name in found)


def _fault(name: str, chosen: dict[str, Any]) -> Fault:
    field, named = FIELDS[name], variable(name)
    if named not in os.environ and named + FROM_FILE in os.environ:
        named += FROM_FILE
    value = str(chosen.get(name, os.environ.get(named, "")))
    return _told(
        named, HIDDEN if is_secret(field) and not named.endswith(FROM_FILE) else value, expectation(field)
    )


def _faulty_files() -> tuple[Fault, ...]:
    found = []
    for name in FIELDS:
        own, file = variable(name), variable(name) + FROM_FILE
        path = os.environ.get(file, "")
        if path and os.environ.get(own):
            found.append(_told(file, path, fault_words.ONCE(name=own)))
        elif path and _content(path) is None:
            found.append(_told(file, path, fault_words.READABLE()))
    return tuple(found)


def _at_odds(settings: Settings) -> tuple[Fault, ...]:
    """Return what is right by itself and wrong together."""
    found = []
    if not settings.address.is_loopback and settings.public_url is None:
        because = fault_words.OPENED_KNOWINGLY(name=variable("public_url"))
        found.append(_told(variable("address"), str(settings.address), because))
    for place, what in faults_in(settings.oidc.get_secret_value()) if settings.oidc else ():
        found.append(Fault(variable("oidc"), None, place, HIDDEN, fault_words.PROVIDERS(what=what)))
    for other, where in (("mail_from", "smtp_host"), ("smtp_password", "smtp_user")):
        if getattr(settings, where) and not getattr(settings, other):
            found.append(_told(variable(other), "", fault_words.NEEDED(name=variable(where))))
    if settings.smtp_user and settings.smtp_security == "none":
        because = fault_words.ENCRYPTED(name=variable("smtp_user"))
        found.append(_told(variable("smtp_security"), "none", because))
    return tuple(found)


def _told(name: str, value: str, because: Message) -> Fault:
    return Fault(name, None, "", value, because)


def _content(path: str) -> str | None:
    """Return what stands in a secret's file, without its last line break."""
    try:
        return Path(path).read_text(encoding="utf-8").removesuffix("\n").removesuffix("\r")
    except (OSError, UnicodeDecodeError):
        return None


class _Files(PydanticBaseSettingsSource):
    """Values that stand in files: ``WFM_…_FILE`` names each."""

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        path = os.environ.get(variable(field_name) + FROM_FILE, "")
        return (_content(path) if path else None), field_name, False

    def __call__(self) -> dict[str, Any]:
        read = {name: self.get_field_value(field, name)[0] for name, field in FIELDS.items()}
        return {name: value for name, value in read.items() if value is not None}

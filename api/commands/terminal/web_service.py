"""The service, run: over the store of a federation, or over one that is made for a folder and thrown away."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from ipaddress import ip_address
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from api.commands.terminal.console import console
from api.commands.terminal.first_administrator import tell_first
from api.configuration.settings import Settings, unknown_variables
from api.publication.publication import Publication
from api.texts.translator import Translator
from wfm.errors import OutputError
from wfm.message import Message, Text
from wfm.plan import Plan
from wfm.result import Result

if TYPE_CHECKING:
    from api.runs.worker import RunWorker
    from api.store.engine import Database

LISTENING = Text("serve.listening", "Fællesvagt shows {name} at {address} (Ctrl-C ends it).")
SERVING = Text("serve.serving", "Fællesvagt answers at {address} (Ctrl-C ends it).")
LOOPBACK_ONLY = Text(
    "serve.loopback_only",
    "A plan that is shown with --plan is shown on this machine only: 127.0.0.1, never the network.",
)
DEMONSTRATION = Text(
    "serve.demonstration",
    "A federation to try is ready: open {address} and choose who you are (Ctrl-C ends it).",
)
THROWN_AWAY = Text(
    "serve.thrown_away",
    "It answers on this machine only, never the network; what is done in it is thrown away at the end.",
)
SIGN_IN_HERE = Text("serve.sign_in_here", "Whoever is invited signs in at {address}.")
NO_KEY = Text(
    "serve.no_key",
    "Keys of authenticator apps in the store are sealed with a key that WFM_SECRET_KEY does not hold. Put it "
    "back; wfm reset-second-step takes a code away whose key is lost.",
)
UNKNOWN = Text("serve.unknown", "{name} is no setting and was ignored.")
UNKNOWN_MEANT = Text("serve.unknown_meant", "{name} is no setting and was ignored; is {meant} meant?")


def show(publication: Publication, settings: Settings, speak: Translator) -> None:
    """Serve one publication to this machine, from a store that is thrown away at the end."""
    from api.app import clock, create_app
    from api.published.store_source import StoredHotlines
    from api.publishing.service import store_publication
    from api.runs.worker import workers
    from api.serving.server import run
    from api.store.engine import open_engine, writing
    from api.store.migrate import upgrade

    here = _on_this_machine(settings)
    with TemporaryDirectory(prefix="faellesvagt-") as folder, _closed(open_engine(Path(folder))) as database:
        upgrade(database)
        with writing(database) as connection:
            store_publication(connection, publication, clock())
        _tell(speak, LISTENING(name=publication.plan.hotline.name, address=_address(here)), LOOPBACK_ONLY())
        hotlines = StoredHotlines(database, clock)
        app = create_app(hotlines, database=database, language=speak.language, settings=here)
        run(app, here, beside=workers(_worker(database, here, clock)))


def serve_demonstration(
    sample: Plan, settings: Settings, speak: Translator, solve: Callable[[Plan], Result]
) -> None:
    """Serve a living federation to this machine, from a store that is thrown away at the end.

    Parameters
    ----------
    sample
        This quarter's plan.
    settings, speak
        Of the service; whatever they were, nobody but this machine is answered.
    solve
        Answers a plan of the sample data.
    """
    from api.accounts.caller import caller_of
    from api.app import create_app
    from api.demonstration.federation import fill
    from api.demonstration.pages import ADDRESS, router_for
    from api.published.store_source import StoredHotlines
    from api.runs.worker import workers
    from api.serving.server import run
    from api.store.engine import open_engine
    from api.store.migrate import upgrade

    here = _on_this_machine(settings)
    with TemporaryDirectory(prefix="faellesvagt-") as folder, _closed(open_engine(Path(folder))) as database:
        upgrade(database)
        federation = fill(database, sample, solve, speak.language)
        _tell(speak, DEMONSTRATION(address=f"{_address(here)}{ADDRESS}"), THROWN_AWAY())
        app = create_app(
            StoredHotlines(database, federation.clock),
            database=database,
            language=speak.language,
            settings=here,
            caller=caller_of,
            now=federation.clock,
            further=(router_for(federation.plan, federation.roles),),
        )
        run(app, here, beside=workers(_worker(database, here, federation.clock)))


def serve_store(settings: Settings, speak: Translator, language: str | None) -> None:
    """Serve the store of the settings to whoever has an account."""
    from api.accounts.caller import caller_of
    from api.accounts.first_administrator import LASTS, first_link
    from api.accounts.last_uses_thread import keeper
    from api.accounts.urls import SIGN_IN, link_address
    from api.app import clock, create_app
    from api.commands.terminal.store_argument import opened_store
    from api.notices.thread import postmen
    from api.published.store_source import StoredHotlines
    from api.runs.worker import workers
    from api.serving.readiness import Check
    from api.serving.server import run
    from api.store.lock import in_use
    from api.store.migrate import refuse_other
    from api.webhooks.thread import couriers

    with in_use(settings.data_folder), opened_store(settings, made=True) as database:
        address = settings.public_url or _address(settings)
        _tell(speak, SERVING(address=address), SIGN_IN_HERE(address=f"{address}{SIGN_IN}"))
        _seal(settings, database)
        secret = first_link(database, clock())
        link = None if secret is None else link_address(secret, address)
        tell_first(speak, settings.data_folder, link, LASTS)
        worker = _worker(database, settings, clock)
        checks = () if worker is None else (Check("runs", worker.look),)
        app = create_app(
            StoredHotlines(database, clock),
            database=database,
            language=language,
            settings=settings,
            checks=(Check("database", lambda: refuse_other(database)), *checks),
            caller=caller_of,
        )
        beside = (
            keeper(database, app.state.last_uses),
            *postmen(database, settings, clock),
            *couriers(database, settings, clock),
            *workers(worker),
        )
        run(app, settings, beside=beside)


def _worker(database: Database, settings: Settings, now: Callable[[], datetime]) -> RunWorker | None:
    """Return who reckons runs here; nobody where the settings say so."""
    from api.runs.worker import RunWorker

    if not settings.runs_at_once:
        return None
    return RunWorker(database, now, at_once=settings.runs_at_once, memory_mb=settings.run_memory_mb)


def _seal(settings: Settings, database: Database) -> None:
    """Seal what is not sealed as the settings say; a store whose keys are not there is not served."""
    from api.accounts.credentials.keyring import Keyring, SealedError
    from api.accounts.records.sealing import seal_all
    from api.store.engine import writing

    try:
        with writing(database) as connection:
            seal_all(connection, Keyring(settings.secret_key))
    except SealedError:
        raise OutputError(NO_KEY()) from None


@contextmanager
def _closed(database: Database) -> Iterator[Database]:
    """Close a database's connections at the end, so that nothing of its log stays unwritten."""
    try:
        yield database
    finally:
        database.dispose()


def _on_this_machine(settings: Settings) -> Settings:
    """Return settings with which nobody but this machine is answered, whatever they were."""
    address = settings.address if settings.address.is_loopback else ip_address("127.0.0.1")
    return settings.model_copy(update={"public_url": None, "trusted_proxies": (), "address": address})


def _address(settings: Settings) -> str:
    host = f"[{settings.address}]" if settings.address.version == 6 else str(settings.address)
    return f"http://{host}:{settings.port}"


def _tell(speak: Translator, *messages: Message) -> None:
    told = console(stderr=True)
    for name, meant in unknown_variables():
        notice = UNKNOWN_MEANT(name=name, meant=meant) if meant else UNKNOWN(name=name)
        told.print(speak.sentence(notice), style="yellow", markup=False)
    for message in messages:
        told.print(speak.sentence(message), style="green", markup=False)

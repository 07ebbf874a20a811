"""wfm serve: the web service on this machine, over a solved plan; solving first if there is no roster."""

from __future__ import annotations

import socket
import time
from ipaddress import IPv4Address, IPv6Address
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from api.commands.options import OUT, PLAN, Language, said, speaker
from api.commands.reading import faults_told, plan_of
from api.commands.solve import Seed, TimeLimit, Workers, solved_into, tell
from api.console import console
from api.publication import Publication
from api.settings import Settings, read_settings, unknown_variables
from api.texts.translator import Translator
from wfm.message import Text
from wfm.plan import Plan

HELP = Text("serve.help", "Show a solved plan as web pages, JSON and calendars on this machine (127.0.0.1).")
PORT = Text("option.port", "Port to listen on; WFM_PORT, else 8000, if left out.")
NO_ROSTER_YET = Text("serve.no_roster_yet", "{out} holds no roster yet; solving first.")
LISTENING = Text("serve.listening", "Fællesvagt shows {name} at {address} (Ctrl-C ends it).")
LOOPBACK_ONLY = Text(
    "serve.loopback_only",
    "There are no accounts yet, so it answers on this machine only: 127.0.0.1, never the network.",
)
PORT_TAKEN = Text("serve.port_taken", "Something else answers on port {port} already; choose another.")
NO_ACCOUNTS = Text(
    "serve.no_accounts",
    "There are no accounts yet: whoever reaches {url} sees the whole roster. Let the proxy in front of it "
    "ask who they are.",
)
UNKNOWN = Text("serve.unknown", "{name} is no setting and was ignored.")
UNKNOWN_MEANT = Text("serve.unknown_meant", "{name} is no setting and was ignored; is {meant} meant?")
PORT_IN_USE = 69  # sysexits.h: EX_UNAVAILABLE
SAMPLE = "midtjylland"


def serve(
    plan: Annotated[Path | None, typer.Option("--plan", help=said(PLAN()), show_default=False)] = None,
    out: Annotated[Path | None, typer.Option("--out", help=said(OUT()), show_default=False)] = None,
    port: Annotated[
        int | None, typer.Option("--port", min=1, max=65535, help=said(PORT()), show_default=False)
    ] = None,
    time_limit: TimeLimit = 60,
    workers: Workers = None,
    seed: Seed = 1,
    lang: Language = None,
) -> None:
    """Serve a plan's outputs; without a plan, the sample of Den Digitale Hotline."""
    began = time.monotonic()
    settings = read_settings() if port is None else read_settings(port=port)
    path = plan or sample_plan()
    read = plan_of(path, lang, as_json=False)
    speak = speaker(lang, read)
    _look_for_ports(settings, speak)
    folder = out or default_out(path)
    if not (folder / "roster.csv").exists():
        console(stderr=True).print(speak.sentence(NO_ROSTER_YET(out=str(folder))), markup=False)
        result = solved_into(read, folder, speak, began, time_limit=time_limit, workers=workers, seed=seed)
        if result.roster is None:
            tell(read, result, folder, speak)
            raise typer.Exit(1)
    with faults_told(path, lang or read.hotline.language, as_json=False):
        publication = _publication(read, folder)
    _show(publication, settings, speak)


def sample_plan(name: str = SAMPLE) -> Path:
    """Return a plan of the sample data."""
    from api.assets import asset_folder

    return asset_folder("sample_data") / name


def default_out(plan: Path) -> Path:
    """Return where a plan's outputs are when nobody says: ``out/<plan>`` beneath the work folder."""
    return Path("out") / plan.resolve().stem


def _publication(plan: Plan, folder: Path) -> Publication:
    from api.outputs.folder import read_publication

    return read_publication(plan, folder)


def _show(publication: Publication, settings: Settings, speak: Translator) -> None:
    """Serve one publication from a store that is thrown away at the end."""
    from api.app import clock, create_app
    from api.operation.server import run
    from api.served import StoredHotlines
    from api.store.engine import open_engine, writing
    from api.store.migrate import upgrade
    from api.store.published import take_in

    with TemporaryDirectory(prefix="faellesvagt-") as folder:
        database = open_engine(Path(folder))
        try:
            upgrade(database)
            with writing(database) as connection:
                take_in(connection, publication, clock())
            _tell(publication, settings, speak)
            hotlines = StoredHotlines(database, clock)
            run(create_app(hotlines, language=speak.language, settings=settings), settings)
        finally:
            database.dispose()


def _tell(publication: Publication, settings: Settings, speak: Translator) -> None:
    told = console(stderr=True)
    for name, meant in unknown_variables():
        notice = UNKNOWN_MEANT(name=name, meant=meant) if meant else UNKNOWN(name=name)
        told.print(speak.sentence(notice), style="yellow", markup=False)
    local = f"http://{_host(settings.address)}:{settings.port}"
    listening = LISTENING(name=publication.plan.hotline.name, address=settings.public_url or local)
    told.print(speak.sentence(listening), style="green", markup=False)
    if settings.public_url is None:
        told.print(speak.sentence(LOOPBACK_ONLY()), markup=False)
    else:
        told.print(speak.sentence(NO_ACCOUNTS(url=settings.public_url)), style="yellow", markup=False)


def _host(address: IPv4Address | IPv6Address) -> str:
    return f"[{address}]" if address.version == 6 else str(address)


def _look_for_ports(settings: Settings, speak: Translator) -> None:
    """End with a word where a port is taken, before a minute is spent on a solve."""
    wanted = [(settings.address, settings.port)]
    if settings.metrics_port:
        wanted.append((settings.metrics_address, settings.metrics_port))
    for address, port in wanted:
        if not _is_free(address, port):
            taken = PORT_TAKEN(port=str(port))
            console(stderr=True).print(speak.sentence(taken), style="bold red", markup=False)
            raise typer.Exit(PORT_IN_USE)


def _is_free(address: IPv4Address | IPv6Address, port: int) -> bool:
    """Tell whether nobody listens on a port yet, and the address is one of this machine."""
    with socket.socket(socket.AF_INET6 if address.version == 6 else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((str(address), port))
        except OSError:
            return False
    return True

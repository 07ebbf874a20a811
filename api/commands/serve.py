"""wfm serve: the web service, over the store; or over a solved plan, solving first if there is no roster."""

from __future__ import annotations

import socket
import time
from ipaddress import IPv4Address, IPv6Address
from pathlib import Path
from typing import Annotated

import typer

from api.commands.solve import Seed, TimeLimit, Workers, solve_into, tell
from api.commands.terminal.console import console
from api.commands.terminal.options import OUT, PLAN, Language, help_text, speaker
from api.commands.terminal.plan_argument import faults_told, plan_of
from api.configuration.settings import Settings, read_settings
from api.publication.publication import Publication
from api.texts.translator import Translator
from wfm.message import Text
from wfm.plan import Plan

HELP = Text(
    "serve.help",
    "Run the web service; with --plan, show a solved plan on this machine (127.0.0.1) without accounts.",
)
PORT = Text("option.port", "Port to listen on; WFM_PORT, else 8000, if left out.")
NO_ROSTER_YET = Text("serve.no_roster_yet", "{out} holds no roster yet; solving first.")
PORT_TAKEN = Text("serve.port_taken", "Something else answers on port {port} already; choose another.")
PORT_IN_USE = 69  # sysexits.h: EX_UNAVAILABLE
SAMPLE = "midtjylland"


def serve(
    plan: Annotated[Path | None, typer.Option("--plan", help=help_text(PLAN()), show_default=False)] = None,
    out: Annotated[Path | None, typer.Option("--out", help=help_text(OUT()), show_default=False)] = None,
    port: Annotated[
        int | None, typer.Option("--port", min=1, max=65535, help=help_text(PORT()), show_default=False)
    ] = None,
    time_limit: TimeLimit = 60,
    workers: Workers = None,
    seed: Seed = 1,
    lang: Language = None,
) -> None:
    """Serve the federation's store to whoever has an account; with a plan, its outputs to this machine."""
    from api.commands.terminal.web_service import (
        serve_store,
        show,
    )

    began = time.monotonic()
    settings = read_settings() if port is None else read_settings(port=port)
    if plan is None:
        speak = speaker(lang)
        look_for_ports(settings, speak)
        serve_store(settings, speak, lang)
        return
    path = plan
    read = plan_of(path, lang, as_json=False)
    speak = speaker(lang, read)
    look_for_ports(settings, speak)
    folder = out or default_out(path)
    if not (folder / "roster.csv").exists():
        console(stderr=True).print(speak.sentence(NO_ROSTER_YET(out=str(folder))), markup=False)
        result = solve_into(read, folder, speak, began, time_limit=time_limit, workers=workers, seed=seed)
        if result.roster is None:
            tell(read, result, folder, speak)
            raise typer.Exit(1)
    with faults_told(path, lang or read.hotline.language, as_json=False):
        publication = _publication(read, folder)
    show(publication, settings, speak)


def sample_plan(name: str = SAMPLE) -> Path:
    """Return a plan of the sample data."""
    from api.rendering.assets import asset_folder

    return asset_folder("sample_data") / name


def default_out(plan: Path) -> Path:
    """Return where a plan's outputs are when nobody says: ``out/<plan>`` beneath the work folder."""
    return Path("out") / plan.resolve().stem


def _publication(plan: Plan, folder: Path) -> Publication:
    from api.outputs.folder import read_publication

    return read_publication(plan, folder)


def look_for_ports(settings: Settings, speak: Translator) -> None:
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

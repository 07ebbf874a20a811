"""wfm serve: the web service on this machine, over a solved plan; solving first if there is no roster."""

from __future__ import annotations

import socket
import time
from pathlib import Path
from typing import Annotated

import typer

from api.commands.options import OUT, PLAN, Language, said, speaker
from api.commands.reading import faults_told, plan_of
from api.commands.solve import Seed, TimeLimit, Workers, solved_into, tell
from api.console import console
from api.publication import Publication
from api.texts.translator import Translator
from wfm.message import Text
from wfm.plan import Plan

HELP = Text("serve.help", "Show a solved plan as web pages, JSON and calendars on this machine (127.0.0.1).")
PORT = Text("option.port", "Port on 127.0.0.1.")
NO_ROSTER_YET = Text("serve.no_roster_yet", "{out} holds no roster yet; solving first.")
LISTENING = Text("serve.listening", "Fællesvagt shows {name} at {address} (Ctrl-C ends it).")
LOOPBACK_ONLY = Text(
    "serve.loopback_only",
    "There are no accounts yet, so it answers on this machine only: 127.0.0.1, never the network.",
)
PORT_TAKEN = Text(
    "serve.port_taken", "Something else answers on port {port} already; choose another with --port."
)
PORT_IN_USE = 69  # sysexits.h: EX_UNAVAILABLE
LOOPBACK = "127.0.0.1"
SAMPLE = "midtjylland"


def serve(
    plan: Annotated[Path | None, typer.Option("--plan", help=said(PLAN()), show_default=False)] = None,
    out: Annotated[Path | None, typer.Option("--out", help=said(OUT()), show_default=False)] = None,
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help=said(PORT()))] = 8000,
    time_limit: TimeLimit = 60,
    workers: Workers = None,
    seed: Seed = 1,
    lang: Language = None,
) -> None:
    """Serve a plan's outputs; without a plan, the sample of Den Digitale Hotline."""
    began = time.monotonic()
    path = plan or sample_plan()
    read = plan_of(path, lang, as_json=False)
    speak = speaker(lang, read)
    if not _is_free(port):
        console(stderr=True).print(speak.sentence(PORT_TAKEN(port=str(port))), style="bold red", markup=False)
        raise typer.Exit(PORT_IN_USE)
    folder = out or default_out(path)
    if not (folder / "roster.csv").exists():
        console(stderr=True).print(speak.sentence(NO_ROSTER_YET(out=str(folder))), markup=False)
        result = solved_into(read, folder, speak, began, time_limit=time_limit, workers=workers, seed=seed)
        if result.roster is None:
            tell(read, result, folder, speak)
            raise typer.Exit(1)
    with faults_told(path, lang or read.hotline.language, as_json=False):
        publication = _publication(read, folder)
    _listen(publication, port, speak)


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


def _listen(publication: Publication, port: int, speak: Translator) -> None:
    import uvicorn

    from api.app import create_app

    told = console(stderr=True)
    listening = LISTENING(name=publication.plan.hotline.name, address=f"http://{LOOPBACK}:{port}")
    told.print(speak.sentence(listening), style="green", markup=False)
    told.print(speak.sentence(LOOPBACK_ONLY()), markup=False)
    # No access log: the paths of calendars say who follows them. No Server header: it helps only attackers.
    uvicorn.run(
        create_app(publication, language=speak.language),
        host=LOOPBACK,
        port=port,
        log_level="warning",
        access_log=False,
        server_header=False,
    )


def _is_free(port: int) -> bool:
    """Tell whether nobody listens on a port yet, before a minute is spent on a solve."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
    return True

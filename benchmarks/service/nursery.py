"""A process that has everything loaded and forks a fresh ``wfm serve`` whenever it is told to.

::

    python -m benchmarks.service.nursery

For each line on standard input, a document of environment variables and of a module, it forks a child that
runs the command as a shell would, and writes the child's process id. So a start takes a moment instead of
the time that a machine needs to read Python's modules and to gather the routes; what is started is a process
of its own, with nothing open. The module, if named, is loaded in the child first: it may take a guard away,
which has to be noticed.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from importlib import import_module


def load() -> None:
    """Load what the service needs, without beginning anything."""
    for module in (
        "api.accounts.caller",
        "api.app",
        "api.commands.terminal.web_service",
        "api.serving.server",
    ):
        import_module(module)
    for module in ("api.published.store_source", "api.store.migrate", "psycopg", "uvicorn.lifespan.on"):
        import_module(module)
    import_module("api.app").collect_routes()


def serve(variables: dict[str, str], careless: str) -> None:
    """Run ``wfm serve`` in this process."""
    from api.cli import main

    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    log = os.open(variables.pop("LOG"), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for stream, file in ((0, nothing), (1, log), (2, log)):
        os.dup2(file, stream)
    os.environ.update(variables)
    if careless:
        import_module(careless)
    sys.argv = ["wfm", "serve"]
    main()


def main() -> None:
    """Fork until there is nobody who asks any more."""
    load()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the dead need no burial
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            try:
                serve(**json.loads(line))
            finally:
                os._exit(0 if sys.exc_info()[0] is None else 1)
        sys.stdout.write(f"{child}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()

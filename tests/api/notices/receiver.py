"""A real HTTPS server of this machine that is posted to: it keeps what came, and answers as a test wants."""

from __future__ import annotations

import json
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import trustme


@dataclass(frozen=True)
class Posted:
    """What came."""

    path: str
    headers: dict[str, str]
    content: bytes

    @property
    def document(self) -> Any:
        return json.loads(self.content)


@dataclass
class Receiver:
    """What has come so far, and what is answered to the next one."""

    port: int
    trust: ssl.SSLContext
    posted: list[Posted] = field(default_factory=list)
    answer: Callable[[int], int] = lambda _: 200
    """Status of an answer, by how many came before."""

    @property
    def address(self) -> str:
        return f"https://localhost:{self.port}/texts"


@contextmanager
def receiving() -> Iterator[Receiver]:
    """Run a receiver with a certificate of its own."""
    authority = trustme.CA()
    trust = ssl.create_default_context()
    authority.configure_trust(trust)
    found = Receiver(0, trust)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            content = self.rfile.read(int(self.headers["Content-Length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            status = found.answer(len(found.posted))
            found.posted.append(Posted(self.path, headers, content))
            self.send_response(status)
            if 300 <= status < 400:
                self.send_header("Location", f"https://localhost:{found.port}/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    found.port = server.server_address[1]
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield found
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

"""Options of a command that may search on a cluster, and the connection to it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.commands.terminal.console import console
from api.commands.terminal.options import help_text
from api.texts.translator import Translator
from wfm.errors import ClusterError
from wfm.message import Message, Text

if TYPE_CHECKING:  # the solver is loaded only where a solve was asked for
    from solver.search.distributed_lns import Cluster

ADDRESS = Text(
    "option.cluster",
    "Search on the workers of a Dask cluster as well: tls://HOST:PORT, or tcp:// on this machine.",
)
AUTHORITY = Text("option.cluster_ca", "Certificate of the authority that the cluster trusts (PEM).")
CERTIFICATE = Text("option.cluster_cert", "Certificate with which the cluster lets you in (PEM).")
KEY = Text("option.cluster_key", "Its private key, where it is in another file (PEM).")

WHICH = Text("cluster.which", "certificates are for a cluster: say which one with --cluster ADDRESS")

ClusterAddress = Annotated[
    str | None, typer.Option("--cluster", metavar="ADDRESS", help=help_text(ADDRESS()), show_default=False)
]
ClusterCa = Annotated[
    Path | None, typer.Option("--cluster-ca", metavar="FILE", help=help_text(AUTHORITY()), show_default=False)
]
ClusterCert = Annotated[
    Path | None,
    typer.Option("--cluster-cert", metavar="FILE", help=help_text(CERTIFICATE()), show_default=False),
]
ClusterKey = Annotated[
    Path | None, typer.Option("--cluster-key", metavar="FILE", help=help_text(KEY()), show_default=False)
]


@dataclass(frozen=True)
class Where:
    """A cluster as it was asked for; no address, no cluster."""

    address: str | None = None
    authority: Path | None = None
    certificate: Path | None = None
    key: Path | None = None


@contextmanager
def reached(where: Where, speak: Translator) -> Iterator[Cluster | None]:
    """Connect to the cluster that was asked for, if any; what is to be known goes to standard error.

    Raises
    ------
    ClusterError
        Where it cannot be used.
    """
    if where.address is None:
        if where.authority or where.certificate or where.key:
            raise ClusterError(WHICH())
        yield None
        return
    from solver.cluster import TlsFiles, connect

    def tell(message: Message) -> None:
        # A console of this moment: while progress is shown, what is printed goes above it.
        console(stderr=True).print(speak.sentence(message), style="yellow", markup=False)

    certificates = TlsFiles(where.authority, where.certificate, where.key)
    with connect(where.address, certificates, tell) as cluster:
        yield cluster

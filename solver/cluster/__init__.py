"""Workers on other machines, by Dask (`distributed`, the package's extra ``cluster``).

Nothing of Dask is imported before :func:`connect` is called, and no other package of ours imports it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from solver.cluster.address import check_address
from solver.cluster.tls import TlsFiles
from solver.search.distributed_lns import Cluster
from wfm.errors import ClusterError
from wfm.message import Message, Text

NOT_INSTALLED = Text(
    "cluster.not_installed",
    "a cluster needs the package “distributed”, which is not installed here: in a clone of the project "
    "“sh run dask --help” installs it, elsewhere “pip install 'faellesvagt[cluster]'”",
)

SECONDS = 5.0
"""How long is waited for the scheduler."""


@contextmanager
def connect(
    address: str,
    certificates: TlsFiles | None = None,
    tell: Callable[[Message], None] = lambda message: None,
    *,
    seconds: float = SECONDS,
) -> Iterator[Cluster]:
    """Connect to the workers of a Dask scheduler for the ``with`` block.

    Parameters
    ----------
    address
        Of the scheduler: ``tls://HOST:PORT``, or ``tcp://`` on this machine only, since workers run what
        they are sent.
    certificates
        For ``tls``; where left out, those of Dask's own configuration.
    tell
        Called, in the caller's thread, with what a user should know: how many search, who went away.
    seconds
        How long to wait for the scheduler.

    Yields
    ------
    Cluster
        To be handed to :func:`solver.solve`. Afterwards nobody there works at anything of it.

    Raises
    ------
    ClusterError
        Where the address may not be used, Dask is not installed, or no scheduler answers.
    """
    where = check_address(address)
    try:
        from solver.cluster.connection import ClusterConnection
    except ImportError as error:
        raise ClusterError(NOT_INSTALLED()) from error
    connection = ClusterConnection(where, certificates or TlsFiles(), tell, seconds)
    connection.open()
    try:
        yield connection
    finally:
        connection.close()


__all__ = ["TlsFiles", "connect"]

"""Certificates of both ends of an encrypted connection."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from wfm.errors import ClusterError
from wfm.message import Text

NO_FILE = Text("cluster.no_file", "“{file}” is no file that can be read")
HALF = Text(
    "cluster.half",
    "to be let in by a cluster both are needed: the authority's certificate (--cluster-ca), and one of your "
    "own (--cluster-cert; --cluster-key where the key is in another file)",
)


@dataclass(frozen=True)
class TlsFiles:
    """Files in PEM format; all left out, those of Dask's configuration are used.

    Parameters
    ----------
    authority
        The certificate of the authority that signed those of scheduler, workers and client.
    own
        The client's certificate.
    key
        Its private key; left out where it stands in the same file.

    Raises
    ------
    ClusterError
        Where one is missing or cannot be read.
    """

    authority: Path | None = None
    own: Path | None = None
    key: Path | None = None

    def __post_init__(self) -> None:
        for file in (self.authority, self.own, self.key):
            if file is not None and not file.is_file():
                raise ClusterError(NO_FILE(file=str(file)))
        if bool(self.authority) != bool(self.own) or (self.key and not self.own):
            raise ClusterError(HALF())

    @property
    def given(self) -> bool:
        """Whether there are any."""
        return self.authority is not None

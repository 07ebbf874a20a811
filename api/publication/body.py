"""Bytes to be told apart by a strong ETag: what a feed, a page or a document is once it was written."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256


@dataclass(frozen=True)
class Body:
    """Bytes and their strong ETag, quotes included."""

    content: bytes
    etag: str

    @classmethod
    def of(cls, content: str | bytes) -> Body:
        """Return a body; text is written as UTF-8."""
        whole = content.encode() if isinstance(content, str) else content
        return cls(whole, f'"{sha256(whole).hexdigest()[:32]}"')

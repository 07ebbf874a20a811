"""A letter before it is a message: what it says, in one language, and not yet how it looks."""

from __future__ import annotations

from dataclasses import dataclass

from api.rendering.templates import environment

WIDTH = 2  # spaces before an item of a list


@dataclass(frozen=True)
class Items:
    """A list with what it is a list of."""

    title: str
    items: tuple[str, ...]


@dataclass(frozen=True)
class Letter:
    """What a mail says.

    Parameters
    ----------
    language
        Of every sentence in it.
    subject
        What it is about, in a few words.
    opening
        Its first sentences.
    lists
        What it tells one by one, if anything.
    action, url
        What the receiver may do now, and where.
    closing
        What else is worth knowing, a paragraph each.
    """

    language: str
    subject: str
    opening: str
    lists: tuple[Items, ...]
    action: str
    url: str
    closing: tuple[str, ...]

    @property
    def text(self) -> str:
        """The letter as plain text."""
        told = ("\n".join((one.title, *(" " * WIDTH + item for item in one.items))) for one in self.lists)
        parts = (self.opening, *told, f"{self.action}:\n{self.url}", *self.closing)
        return "\n\n".join(parts) + "\n"

    @property
    def html(self) -> str:
        """The letter as a page that needs nothing from elsewhere."""
        return environment(self.language).get_template("mail/letter.html").render(letter=self)

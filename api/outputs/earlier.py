"""What stands in an output folder from earlier runs: the feeds to carry on from, and which files are ours."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from api.calendars.ics.reading import DamagedFeedError, ForeignFeedError, parse_events
from api.publication.publication import CalendarEvent
from wfm.errors import OutputError
from wfm.message import Text

FEEDS = "feeds"
DAMAGED = Text(
    "output.damaged_feed",
    "{file} is damaged. Bring it back from a copy, or move it away: then everybody who subscribes to it "
    "may see old shifts until they subscribe anew",
)
FOREIGN = Text(
    "output.foreign_feed", "{file} is not a calendar of Fællesvagt and would be overwritten; move it away"
)


@dataclass(frozen=True)
class EarlierFeeds:
    """Feeds found: their events, the names of those that are ours, and of those that are not."""

    events: tuple[CalendarEvent, ...] = ()
    ours: frozenset[str] = frozenset()
    foreign: frozenset[str] = frozenset()

    def refuse_clash(self, folder: Path, names: frozenset[str]) -> None:
        """Raise OutputError where a file to be written is somebody else's calendar."""
        for name in sorted(names & self.foreign):
            raise OutputError(FOREIGN(file=str(folder / name)))


def earlier_feeds(folder: Path) -> EarlierFeeds:
    """Read every feed of an output folder; none where there is no folder.

    Raises
    ------
    OutputError
        Where one is damaged.
    """
    events: list[CalendarEvent] = []
    ours, foreign = set(), set()
    for path in sorted((folder / FEEDS).glob("*.ics")):
        name = f"{FEEDS}/{path.name}"
        try:
            events.extend(parse_events(path.read_bytes()))
            ours.add(name)
        except ForeignFeedError:
            foreign.add(name)
        except DamagedFeedError as error:
            raise OutputError(DAMAGED(file=str(path))) from error
    return EarlierFeeds(tuple(events), frozenset(ours), frozenset(foreign))

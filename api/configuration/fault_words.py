"""What was expected of settings that are wrong together, or in their files."""

from __future__ import annotations

from wfm.message import Text

READABLE = Text("setting.expected.readable", "a file that can be read as text")
ONCE = Text("setting.expected.once", "either {name} or {name}_FILE, not both")
OPENED_KNOWINGLY = Text(
    "setting.expected.opened_knowingly",
    "an address of this machine (127.0.0.1 or ::1), unless {name} says under which address people reach it",
)
NEEDED = Text("setting.expected.needed", "set, because {name} is set")
PROVIDERS = Text("setting.expected.provider", "what the page on signing in describes ({what})")
WITHOUT = Text("setting.expected.without", "set: this command cannot do without it")
ENCRYPTED = Text(
    "setting.expected.encrypted", "starttls or tls, because {name} is set: passwords do not travel readable"
)

"""Why a plan has no roster: contradictions, each minimal and solved again alone."""

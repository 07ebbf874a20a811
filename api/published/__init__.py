"""What everybody sees of the published roster: pages, JSON, feeds."""

"""What upkeep does with all tables at once: copying, replacing, checking."""

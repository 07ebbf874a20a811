"""Plans in the database: revisions, and the names kept apart from them."""

"""Looking after the database: backup, restore, and the proof that its history is whole."""

"""A plan edited in pages: rows, days, competences and settings, with what comes of it; and its history."""

"""SQL of collections, answers and requests."""

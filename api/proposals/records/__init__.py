"""SQL of proposals, comments and answers."""

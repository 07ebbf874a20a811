"""People's rights in the store: what is held, exported, erased, retained."""

"""Peers: one plain model, agent × shift, given to three searches; nothing is shared with `solver/`."""

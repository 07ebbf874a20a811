"""Plans in the service: sent, read, revised table by table."""

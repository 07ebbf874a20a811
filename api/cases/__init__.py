"""Business cases in the service: entered, shared by keys, kept, printed."""

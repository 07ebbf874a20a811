"""What an operator sets: environment variables, each checked and documented."""

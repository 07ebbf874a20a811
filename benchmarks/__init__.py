"""What the optimizer reaches in a given time, beside a peer written plainly."""

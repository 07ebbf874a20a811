"""SQL of swaps."""

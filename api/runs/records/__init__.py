"""SQL of runs: asked for, taken and given back under a fencing number, read."""

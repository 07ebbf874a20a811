"""SQL of scenarios."""

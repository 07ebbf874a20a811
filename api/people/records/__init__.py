"""SQL of the people of a plan."""

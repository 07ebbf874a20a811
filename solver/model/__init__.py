"""The CP-SAT model of a plan: variables, sums, cuts, and what is held fixed."""

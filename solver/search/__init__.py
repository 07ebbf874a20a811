"""How the levels are searched and proven: CP-SAT, relaxation, large neighbourhoods, repair."""

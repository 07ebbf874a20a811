"""How the question is answered."""

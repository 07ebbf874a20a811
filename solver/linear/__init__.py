"""Linear relaxations: the model for HiGHS, its bounds and their certificates."""

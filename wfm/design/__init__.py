"""Designed shifts: full-time agents whose duties are made from the need, instead of shifts that are given.

Times of a day are local minutes; a *step* is one cell of the plan's grid, `grid_minutes` long.
"""

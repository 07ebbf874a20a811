"""What would be otherwise if: a plan edited, and its figures through the quarters beside those of the plan.

Nothing here searches for a roster: every municipality is taken to staff just its target, and what can't be
staffed is bounded by counting. A plan is a value, so that a scenario changes no file.
"""

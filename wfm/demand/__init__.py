"""Demand: forecasts of calls, the agents that they need, and the risk of a shift with its agents.

Everything in here counts with numpy, which nothing else of ``wfm`` loads: import it where it is used.
"""

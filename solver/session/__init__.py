"""An open model: a plan that was answered, edited and answered again from where its answer stands."""

from solver.session.session import Session, SessionAnswer

__all__ = ["Session", "SessionAnswer"]

"""An open model: a plan that was answered, edited and answered again from where its answer stands."""

from solver.session.session import EditAnswer, Session

__all__ = ["EditAnswer", "Session"]

"""Proposals: a draft that leaders and agents see and comment on until a day."""

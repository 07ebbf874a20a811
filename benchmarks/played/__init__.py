"""Quarters played through in the service by everybody who has a part in them, with books kept beside it."""

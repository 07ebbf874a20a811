"""Who may do what: roles, grants, callers, permissions, and what of a publication a caller sees."""

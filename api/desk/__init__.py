"""The desk: a version's weeks, who may sit in a seat and what it would do, changed and undone by hand."""

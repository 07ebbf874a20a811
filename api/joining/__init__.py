"""A municipality's first weeks in a hotline: what is done, what is missing, and where it is done."""

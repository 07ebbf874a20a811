"""What ``wfm doctor`` looks at: each file examines one thing, `examinations` lists them."""

"""Templates without a request: pages that stand alone, and where templates lie."""

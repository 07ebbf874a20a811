"""HTML pages, a file each."""

"""A week's key figures as sentences, tables, a picture, a page and a PDF."""

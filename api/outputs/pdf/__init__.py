"""PDF documents, set with typst from the templates below ``templates/pdf``."""

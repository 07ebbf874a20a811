"""SQL of amendments."""

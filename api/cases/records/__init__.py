"""SQL of business cases."""

"""What it takes to run the service for years: logs, metrics, limits, proxies, stopping, looking after it."""

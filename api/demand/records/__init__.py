"""SQL of calls: days as they were counted, the calendar beside them, forecasts."""

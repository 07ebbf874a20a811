"""Who is told of a quarter that is closed or corrected."""

"""SQL of absences and offers."""

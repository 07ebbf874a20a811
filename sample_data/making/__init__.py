"""How the sample plans are made: facts, staff, absences, history and the files."""

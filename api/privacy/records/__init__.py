"""What privacy asks of the database and does with it, across the tables of all rooms."""

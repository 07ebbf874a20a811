"""What was worked: who really sat on the shifts, and the quarter closed with it."""

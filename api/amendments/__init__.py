"""Amendments: seats of what is published that change during the quarter, and the draft that follows them."""

"""What all pages share: the frame, the way around, static files."""

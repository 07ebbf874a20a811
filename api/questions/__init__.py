"""Why is it so with me, with my people: asked about what is published, by those whom it concerns."""

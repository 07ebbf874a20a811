"""Where one lands, and what stands in the place of what is not there yet."""

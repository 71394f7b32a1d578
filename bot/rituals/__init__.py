"""The rituals, one folder each with everything about it."""

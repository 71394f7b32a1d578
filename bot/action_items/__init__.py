"""Action items: what somebody promised, by when, and whether it is done."""

"""Setting a team up: one form makes the team, its sprint calendar with all meetings, and its sync-up."""

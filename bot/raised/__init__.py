"""What people raise in a team in one breath: blockers and opportunities, one for each item of a list."""

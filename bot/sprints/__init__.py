"""The sprint calendar: numbered sprints that teams run in step, their goals, and when their meetings are."""

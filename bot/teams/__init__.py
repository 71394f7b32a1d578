"""Teams: who runs sprints together, and how their roster follows Slack."""

"""Sprints in Slack: `/sprint`, the calendar and goals of a team, and the meetings of every sprint."""

"""Workspaces, persons and teams, and the days they work."""

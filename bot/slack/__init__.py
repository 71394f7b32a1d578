"""The way in from Slack and the way out to it; knows no ritual by name."""

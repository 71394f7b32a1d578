"""The daily sync-up of a team; `/standup` in Slack, since that is what people call it."""

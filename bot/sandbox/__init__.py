"""A strict local Slack: the bot's own tests and its demo talk to it, and cannot tell the difference."""

"""Drumbeat: 1-on-1s and sprint rituals for Slack."""

__version__ = "0.1.0"

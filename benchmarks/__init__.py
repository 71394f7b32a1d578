"""How fast the bot is, and how far that is from what its parts allow: `python -m benchmarks`."""

NAMES = ("beat", "fan_out", "pace", "requests", "home", "memory", "start")
"""Each a module of this package with a `TITLE`, and `measure(effort)`, which answers rows of the table."""

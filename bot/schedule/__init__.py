"""When the bot acts: series, recurrence, occurrences, moments and the ticker that finds what is due."""

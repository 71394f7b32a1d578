"""Blockers: problems raised in a sync-up, open until resolved, with their age."""

"""What a sync-up shows."""

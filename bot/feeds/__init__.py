"""Calendar addresses: what is coming, for people's own calendar programs."""

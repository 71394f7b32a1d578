"""What the Home tab and its forms look like."""

"""What people see when they set a team up."""

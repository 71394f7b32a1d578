"""What people see of teams: windows, forms and messages."""

"""What people see of their calendar addresses."""

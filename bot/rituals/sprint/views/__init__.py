"""What people see of their sprints."""

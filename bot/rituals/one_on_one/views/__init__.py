"""What people see of a 1-on-1: view models in, messages, windows and blocks out."""

"""What the forum's routes take and return."""

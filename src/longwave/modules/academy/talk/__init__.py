"""What is said and shown at the table."""

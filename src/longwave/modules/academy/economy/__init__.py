"""What influence is spent on by the day, the season and the project."""

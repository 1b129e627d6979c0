"""What Longwave is for: the modules, strangers to one another, each with the same role files."""

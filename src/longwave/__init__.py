"""Longwave keeps AI-populated story worlds on air, unattended, and proves with numbers that they are healthy."""

"""Mentorships, and the careers they make."""

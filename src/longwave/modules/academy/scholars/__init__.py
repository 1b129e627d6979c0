"""Scholars: the roster, what they remember and feel, and how they come and go."""

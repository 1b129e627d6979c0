"""Winning scholars, and winning them away from others."""

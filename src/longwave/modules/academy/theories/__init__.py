"""Theories, and the conferences at which they are tried."""

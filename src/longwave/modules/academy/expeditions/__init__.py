"""Expeditions: what they cost, how they end, and what else they find."""

"""Commands: requests from outside, declared once and offered on every surface with the same checks."""

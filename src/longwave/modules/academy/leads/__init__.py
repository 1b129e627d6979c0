"""Autoplayers: leads that a policy plays, or a model, through the same commands as people."""

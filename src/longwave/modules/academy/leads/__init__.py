"""Autoplayers: leads that a policy plays, through the same commands as people."""

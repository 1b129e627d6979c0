"""The reference, generated: `x.py` writes `x.md` from the code that it describes. `make docs` writes them all."""

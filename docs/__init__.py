"""The documentation, and the programs that keep it true: the reference, the README's quotation, the size budgets."""

"""The terminal: data to stdout, words to stderr; exit 0 done, 1 refused, 2 misuse."""

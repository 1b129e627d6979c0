"""The gate's rules, by subject. A rule is a small function with a code, a severity and fixtures that prove it fires."""

"""The press: what is printed of which event, when and in whose voice; and the Gazette, which gathers it."""

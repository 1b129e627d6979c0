"""The weekly symposium: topics, votes and pledges."""

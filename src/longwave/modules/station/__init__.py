"""The station: broadcast days planned by pure rules, written concurrently, settled in the order of the air."""

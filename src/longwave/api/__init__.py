"""The HTTP surface that all modules share: who may come in, how a refusal reads, the live feed, the server."""

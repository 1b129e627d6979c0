"""Alembic's migrations: one change each, never edited after landing."""

"""Textual widgets. They know core types and read models, never the store."""

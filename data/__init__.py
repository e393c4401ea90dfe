"""The store: SQLite by default, PostgreSQL by URL. `data.opening.open_store` is the way in."""

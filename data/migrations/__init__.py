"""Alembic's script folder, inside the package: no ini file, the connection is handed in."""

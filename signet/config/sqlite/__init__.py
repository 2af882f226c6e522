"""Django's SQLite backend, which refuses to work unless the database is set up as designed."""

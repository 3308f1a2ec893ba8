"""Tables, journal, writer, tail and unit of work on SQLAlchemy Core."""

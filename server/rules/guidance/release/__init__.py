"""Releases of guidance: their record, editions and differences, and what knowledge rests on. Pure."""

"""Judging: three-valued conditions, verdicts and their reasons, and which question comes next. Pure."""

"""The hall's verbs, one per file: a function of (unit of work, command, now)."""

"""The care of a hall's server, for its operator: backups made, tried, kept, restored and judged."""

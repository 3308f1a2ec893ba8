"""Hall screens and the voice of the hall."""

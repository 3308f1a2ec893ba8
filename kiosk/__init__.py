"""The lobby touchscreen."""

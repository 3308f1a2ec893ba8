"""The way of a release through the store: prepared, checked, published, signed."""

"""The window: how it opens, and the few things that every screen is made of."""

"""Guidance: what can be done, with which papers, in which order, where. Pure."""

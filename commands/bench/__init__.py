"""Measurements against the goals of the design: ratios from one run, printed as JSON."""

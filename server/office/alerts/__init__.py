"""Alerts: who is told by mail or webhook that a device is in trouble, and that it is well again."""

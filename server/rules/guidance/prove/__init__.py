"""Proving a guidance pack before it is published. Pure."""

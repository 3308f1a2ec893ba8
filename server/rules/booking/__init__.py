"""Bookings: slots, who may book them, checking in, those who wait for a place, and booking credit. Pure."""

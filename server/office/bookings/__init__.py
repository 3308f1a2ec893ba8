"""Bookings: places held, booked, moved, given back, checked in with, and missed."""

"""Tickets across centers: taken elsewhere, checked in with, sent on, and over when nobody comes."""

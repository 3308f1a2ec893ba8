"""Consultations kept under a code."""

"""The routes of API v1, by what they are about."""

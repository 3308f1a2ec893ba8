"""Flask: API v1, errors, security."""

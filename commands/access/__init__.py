"""The words behind `banshi access` and `banshi token`: who is let in, where, and until when."""

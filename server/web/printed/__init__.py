"""What the server prints: the plan on sheets of A4."""

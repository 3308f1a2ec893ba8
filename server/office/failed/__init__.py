"""What could not be done (办不成事): cases opened, seen to and closed; none is ever deleted."""

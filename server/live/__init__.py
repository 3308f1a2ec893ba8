"""The live socket service: rooms fed by the journal's tail."""

"""How long a ticket will wait, honestly: service times learned, the line rolled forward, the range calibrated. Pure."""

"""Pure msgspec messages that cross the network, and their codec."""

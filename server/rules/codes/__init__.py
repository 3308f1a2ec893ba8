"""The codes of all refusals, a module for each room: what a client may be told, so clients know every one of them."""

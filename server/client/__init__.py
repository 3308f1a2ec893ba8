"""How kiosk, caller, displays and channels talk to the server."""

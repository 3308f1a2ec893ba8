"""The fictional city on this machine: a hall of real parts, and the fingers and eyes that use it."""

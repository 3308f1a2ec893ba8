"""The threads behind the screens: what is asked of the server, the release held, the printer's paper."""

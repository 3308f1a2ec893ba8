"""One citizen's visit as data: where they are, what they touched, what the kiosk knows. Pure."""

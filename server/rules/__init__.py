"""Pure queue and guidance rules: no I/O, no clock, no random; `now` and ids come in as arguments."""

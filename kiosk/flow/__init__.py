"""The citizen's way as a pure machine: step and touch to the next step. Pure."""

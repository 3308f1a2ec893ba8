"""What `banshi VERB` does: one file per verb, the only place that wires all rooms together."""

"""The people of a household in a pack: who plays which role, and a pack in which several play the same. Pure."""

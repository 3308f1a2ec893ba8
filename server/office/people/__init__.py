"""People who sign in: who they are, what they may, how they show that it is them."""

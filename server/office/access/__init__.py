"""Who may come in: one-time codes, tokens, and whom they speak for."""

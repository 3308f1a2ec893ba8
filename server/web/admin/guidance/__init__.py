"""The guidance desk: those who write checklists do so here, on a draft of the pack."""

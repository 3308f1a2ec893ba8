"""Days of a hall that never were, and days as they were with something changed, by the hall's own rules. Pure."""

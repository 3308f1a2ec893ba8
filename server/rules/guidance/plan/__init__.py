"""A plan for people: stops with dates, papers merged, advice, and the sentences that say it. Pure."""

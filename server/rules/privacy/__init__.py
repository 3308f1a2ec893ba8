"""What is held about people: what it is, why, how long, who sees it, and how little of it is shown. Pure."""

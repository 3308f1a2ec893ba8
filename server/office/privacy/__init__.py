"""What is held about one person: found by what they can show, handed out to them, and erased."""

"""Who people are to this system: roles, duties, passwords, and how long a sign-in lasts. Pure."""

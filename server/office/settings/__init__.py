"""What city, towns and centers decide: looked at, changed, and put in force when its moment comes."""

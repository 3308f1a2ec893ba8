"""The best route for a set of errands: visits, days, and who does what when. Pure."""

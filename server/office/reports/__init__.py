"""Reports: days folded into figures once, kept, added up, and written into files on a schedule."""

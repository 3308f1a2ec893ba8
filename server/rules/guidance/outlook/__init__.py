"""What a plan may still become while somebody cannot answer everything. Pure."""

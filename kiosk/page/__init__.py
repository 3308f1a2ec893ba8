"""What stands where on a screen or a slip: blocks, lists, pages, words. Pure."""

"""The center written down: typed frozen data, settings, words, look and sample packs."""

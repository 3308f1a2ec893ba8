"""Drafts of guidance: the files of a pack, written by several people, proved, and handed in as a release."""

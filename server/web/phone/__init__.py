"""The citizen's pages on a phone: a consultation continued by its code, a ticket followed by its secret."""

"""The words behind `banshi audit`: how far the record of changes is, and the proof that it is whole."""

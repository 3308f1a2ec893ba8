"""The hall's own rules: the line, the moves of a ticket, numbers, the board, the words of a call. Pure."""

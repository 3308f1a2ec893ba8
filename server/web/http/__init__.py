"""HTTP/1.1 on sockets: one loop reads and waits, threads answer. Nobody who is slow, silent or greedy stops others."""

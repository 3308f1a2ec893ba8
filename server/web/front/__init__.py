"""The server's own pages: where everybody begins, and what each refusal means."""

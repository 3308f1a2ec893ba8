"""The server: rules, wire, store, office verbs, web, live and the clients' way in."""

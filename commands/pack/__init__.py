"""The words behind `banshi pack`: the knowledge of a pack, its releases, what differs, what was proved."""

"""Pictures of every screen: the album of the kiosk and the pictures of the guides."""

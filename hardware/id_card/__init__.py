"""The reader of identity cards beside a kiosk's screen."""

"""The words behind `banshi install`: what keeps a server, a kiosk or a hall screen running on a machine."""

"""Devices: one folder each with port, driver, emulator and simulator."""

"""Backups: every table's rows in one file that either database takes back, sealed with a key where there is one."""

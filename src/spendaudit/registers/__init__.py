"""Registers of organisations: published files, read once and kept as an index that answers offline."""

"""Bytes to rows of text, each with its file and line."""

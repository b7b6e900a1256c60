"""Delimited text: how a file is written, where its rows and cells are, and its rows in batches."""

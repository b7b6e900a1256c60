"""The flows, pure: one batch of columns in, one out; no file, no terminal."""

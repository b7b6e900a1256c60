"""The numerical core: arrays in, numbers and frozen dataclasses out; NumPy and SciPy only."""

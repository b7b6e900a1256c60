"""The reading edge: files and folders in, checked models and batches of arrays out."""

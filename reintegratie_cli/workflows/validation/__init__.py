"""The parts of a validation, each from answers to its section of the result."""

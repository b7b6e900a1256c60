"""What follows from the scores: pure functions on models and arrays, vectorised over persons."""

"""The vocabulary: what people write (frozen pydantic models) and what a batch of persons is (arrays)."""

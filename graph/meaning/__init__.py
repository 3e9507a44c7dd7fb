"""What follows from the facts: pure functions on values, no files, no engines."""

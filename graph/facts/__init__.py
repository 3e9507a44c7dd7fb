"""What was typed: value types, and the reading, checking and writing of fact files."""

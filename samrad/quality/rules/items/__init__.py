"""A rule an item, by phase. Each is pure, looks at facts alone and says which it saw."""

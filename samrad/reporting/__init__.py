"""The consultation statement and other finished documents, made from what is in the data."""

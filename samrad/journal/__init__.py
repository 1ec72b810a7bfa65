"""What happened, in order, hash-chained: ids, kinds and hashes, never a person's words.

There is one chain a region, one for the platform and one an alliance. Because an entry holds no
personal text, erasing a person leaves the chain whole.
"""

"""Gathering the facts of a consultation: once a page, in a fixed number of queries.

The rules read nothing themselves. What is counted is counted by the database; what must be named
is read. Everything that a consultation has one number of is read in one query with the rest.
"""

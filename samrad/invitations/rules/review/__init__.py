"""The review of an invitation: thirty rules over one parsed text, and what is already good in it.

`review.review(text, facts)` is the door. Everything here is pure: no database, no clock, no web.
"""

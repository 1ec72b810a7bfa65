"""Invented announcements with a reader's labels, and what the review makes of them.

`worked/` was looked at while the rules were written; `unseen/` was not, and its figures are the
honest ones. Figures per rule: `python -m tests.announcements`, kept in docs/invitation-review.md.
"""

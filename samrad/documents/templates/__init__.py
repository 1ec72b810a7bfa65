"""Templates that are made in Word: reading their tags, finding what is wrong, filling them.

A template is text with `{{ name }}`, `{% for row in list %}` and `{% if name %}`. A tag alone in a
paragraph goes for whole paragraphs, and alone in a table row for whole rows. Only whitelisted names
(`fields`) and these few constructs are let in; Jinja runs in its sandbox with escaping even so.
Runs in the child only, but for `tags.count_gaps`.
"""

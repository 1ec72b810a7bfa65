"""What was said, in every channel, and what the responsible body answers.

A submission is what arrived, whole and never edited. A contribution is one point in it, kept with
its place in the original. Every contribution gets a reply with an outcome and a reason, and where
something was adopted the reply names the revision of the plan's passage.
"""

"""Everything that leaves the house: one mail per event and recipient, and never a silent loss.

A message is rendered when it is sent. It ends as sent, not sent, or unclear: the worker died after
it began handing the mail over, so nobody knows, and a person decides.
"""

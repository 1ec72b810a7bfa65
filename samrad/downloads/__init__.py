"""Files made to order: too large to be written while somebody waits, so the worker writes them.

The order is a job, with progress and cancel. The finished file is kept for three days and is then
taken away: it holds what the register or the consultation held at one moment, and names of people.
"""

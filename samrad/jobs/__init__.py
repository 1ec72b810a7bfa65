"""The truth about long work: lease, progress, cancel. A task only says "do what is due"."""

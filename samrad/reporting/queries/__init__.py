"""Reading what a statement is made from, and the statements that have been made."""

"""What follows from facts about the journal."""

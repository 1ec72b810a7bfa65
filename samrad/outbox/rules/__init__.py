"""What follows from facts about messages."""

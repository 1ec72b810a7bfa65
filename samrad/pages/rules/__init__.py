"""What follows from facts that pages and commands show; pure."""

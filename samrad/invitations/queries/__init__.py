"""Reading letters, sendings, whom a segment holds and the facts a letter is filled with."""

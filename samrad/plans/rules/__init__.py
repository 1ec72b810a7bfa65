"""What follows from facts. Plain values in, plain values out: no Django, no clock, no database."""

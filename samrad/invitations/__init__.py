"""The letter, its recipients and its reminders, by mail or on paper."""

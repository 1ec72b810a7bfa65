"""What every app stands on: clock, ids, fields, pages, components. Knows no word of the field."""

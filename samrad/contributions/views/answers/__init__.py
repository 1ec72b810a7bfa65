"""A participant's own pages behind a personal link. Opening one never changes anything."""

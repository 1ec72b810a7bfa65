"""People who sign in. A user carries no rights; rights follow from roles, see `samrad.access`."""

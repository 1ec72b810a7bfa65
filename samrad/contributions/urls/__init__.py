"""Addresses: the officers' desk and the participants' own pages."""

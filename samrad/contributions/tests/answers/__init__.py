"""Tests of the participants' side."""

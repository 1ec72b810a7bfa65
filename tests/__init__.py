"""Tests that concern the whole: access, architecture, documents, migrations, journeys."""

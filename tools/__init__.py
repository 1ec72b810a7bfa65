"""Scripts for those who develop and set up Samråd; the product itself imports nothing from here."""

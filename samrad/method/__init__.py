"""The method as versioned data: timelines, code lists, letters, guides, promises and thresholds.

Structure stands once; texts stand per language beside it. A published version is never edited; a
change is a new version beside the old. Code reads the method through `library`; nothing else opens
the files.
"""

"""Pages over several apps: the portal, the public trace, the workspace's first page, health."""

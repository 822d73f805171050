"""The client's pages: everything under /l/."""

"""The pages of the desk: a module a page. Every one stands behind tokri/web/desk/gate.py."""

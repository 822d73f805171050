"""What a client does at a link, as use cases: look, pass the check, choose, consent and hand off, or say no."""

"""Telling people: what leaves the house of its own accord, to the firm's own systems and to its own people.

kinds.py       which entries of the record the firm's systems hear of, under which name, and which facts of each
message.py     one such entry as the JSON that is posted
signature.py   the secret of an endpoint, and what is signed with it (Standard Webhooks)
endpoint.py    an address as typed: https, a name or a public number, nothing else
addresses.py   which numbers of the internet are public; all others are never connected to
schedule.py    when what failed is tried again, and when it is given up
notices.py     of what the firm's people are told by mail, who, and in which words
"""

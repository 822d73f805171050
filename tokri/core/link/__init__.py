"""The link: one shared basket for one account, at an address of its own; its state, check, choices and consent."""

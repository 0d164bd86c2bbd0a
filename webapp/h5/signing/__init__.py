"""Signing: reading the whole text, then by finger, by typing, by a guardian, on paper, by a personal link.

What is signed on the phone of who applies and what is signed at a personal link share `taking.py` (what comes
in) and `pages.py` (what is shown); each door has its own routes.
"""

"""What a citizen is shown and asked, before any door: pages as values, and the forms that come back.

A page is a heading, parts in their order and the buttons below (`parts.py`). The browser's pages render them
with templates, the mini-program from JSON; neither door has questions, words or rules of its own.
"""

"""Whose a fact is: weighed by the clues around it, and known where the sense leaves no doubt.

`attribution` weighs, `owners` and `settling` know better; the other modules each know one such case.
"""

"""Chinese as people type or say it, made regular; its words and sounds; and what hides people in it.

`normalising` is the door: slips of typing and hearing are written right in `letters`, `syllables`,
`righting` and `slips`.
"""

"""Who is spoken of: namings of kin, neighbours and the speaker, told apart and put together again.

`mentions` finds the namings from left to right, `whom` says of whom the words at some place are; the words
for kin themselves stand in `kin.yaml`.
"""

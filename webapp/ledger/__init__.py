"""What was asked for and what nobody could answer: counters, a ledger of gaps, the pages of figures.

Counts are codes alone: a day, a door, a group, a town. A gap keeps the words, redacted and encrypted, for
ninety days, so that an editor can see what the guide lacks; its codes stay. The running guide is never
changed from here: a gap becomes a proposal, a file for whoever edits the guide.

`hearing` what a turn or a call adds · `counting` `gaps` where it is kept · `hiding` what of a table may be
shown · `figures` the tables of a month, for a lead and for everybody ·
`desk/` their pages
"""

"""Care in kind: what people need (demands), who can give it (supply), who cares for whom, what was done.

`demanding` opens and closes demands, `supplying` enters providers and finds one near, `booking` assigns,
`delivering` takes the hours of a month, `counting` puts the sums side by side. None of them commits.
Times are whole minutes. A week's load counts as 31/7 of it in a month, the longest there is, so that what
fits once fits every month.
"""

"""动态监测: warnings pushed to towns and villages, visits, what came of them, and who wants no visit.

`zizhuni watch` finds by the guide's warning rules whom to visit (`webapp/screening/watching.py`); `pushing`
writes each cause once and ends those that are over; `visiting` is the way of a warning, `applying` the one
from there to an application, which begins with what `noting` reads; `closing` ends a warning when help has
come; `refusing` keeps who said that they want no visit. The pages of the desk stand in
`webapp/casework/warnings/`.
"""

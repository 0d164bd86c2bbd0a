"""The life of an application, without Flask: draft, sign, submit, follow.

A household files one application; each policy for one person or the household is a request in it, with a
state of its own. Functions take the database session and the moment, and never commit.

Whoever a request is for stands in `request_subjects` by keyed ID while it is open, under a unique index: two
brothers who both apply for their father collide there, and the second learns that one exists, not by whom.
This is found out on submitting only; a page that told it while typing would tell everybody who knows an ID
number.

`moving.move` is the only way from one state to the next (`states` says who may take it): it holds the row of
the request, so that of two at once the second is told what has happened, and a button carries a key, so that
pressed twice it acts once. Nothing is approved or refused without findings (`deciding`) that can be replayed.
News goes out once, the best way there is (`notices`). Who acts for the applicant does so under a permission
that the applicant gave, sees and can end (`helping`); everything they do carries its id.
"""

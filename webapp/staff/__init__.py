"""Staff: who works at the desks, as what, for which region; how they sign in, and what they may see.

What a desk builds on:

- `g.staff`, in every route of a desk, is the `Staff` (`accounts.py`) who asks: `id`, `name`, `role`,
  `region`. It is a frozen value; nothing of it is ever taken from the browser.
- A desk is one blueprint named in `webapp.security.access.STAFF_DOORS`. Each of its routes needs roles,
  either those of the blueprint (`access.declare(bp, *CASEWORKERS)`) or its own
  (`@access.roles(Role.DISTRICT)`, below the route); a route without roles answers nobody, and
  `tests/test_access.py` walks them all.
- Lists: `select(Request).where(within(g.staff.region, district=Request.district, town=Request.town))`.
- One case: `begin_write(g.session)`, then `cases.read_case(g.session, id, staff=g.staff,
  reason=Reason.HANDLING, facts=names, at=clock.now())`, then commit: it refuses another region and records
  the read. Anything else that has a region: `access.require_region(district=…, town=…, subject=row_id)`.
- The citizen's page of who looked is `applications.watching.find_looks`. Names for `facts` are those of the
  guide and the parts in `words.yaml`.
- Acts: `audit.record_staff(g.session, g.staff, "decide", subject=request_id, at=now)` in the same
  transaction. `By(g.staff.actor)` names who moves a request.
- Pages extend `desk/layout.html`; the desk's name and the pages in its navigation stand in its `Desk`
  (`desks.py`), in the blueprint's package. A page shows up for whoever may open it.
- A script that asks by itself every few seconds asks routes marked `@access.background`: they do not keep a
  session alive. With `Accept: application/json` a session that has ended is a 401 instead of a redirect.

Decided: sign-in state is a row, not a signed cookie, because disabling somebody has to work at once. The
browser keeps only a random token, in a cookie of the desks alone, so that the citizens' pages open in the
same browser cannot disturb it.
"""

"""Papers photographed with a phone: taken in, made harmless, told at once when unreadable, kept sealed.

Whatever comes is turned into plain pictures. A photo is decoded and encoded anew, which leaves behind where
and with what it was taken; a PDF is drawn page by page instead of being cleaned, because a cleaned PDF still
reaches a clerk's reader with its fonts, streams and their faults, while a JPEG carries nothing but what one
sees, and shows in any browser. The price is that the text of a PDF can no longer be searched.

Decoders of pictures are old C code fed by strangers. They run in a process of their own (`decoding.py`), with
no keys in its environment, no files, and limits of memory and time; when it falls, the page says so and the
server stands. What came in lies in memory alone until it is sealed: nothing in clear reaches a disk.

`sniffing`, `clarity`, `decoding`, `reading` and `asking` know no Flask and no database.
"""

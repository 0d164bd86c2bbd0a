"""What a household needs, on six sides: a radar with its numbers, a clerk's own findings, the services."""

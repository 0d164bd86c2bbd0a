"""A case for a clerk: what was declared beside what came back, what is out since when, a second look."""

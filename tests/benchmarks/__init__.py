"""Speed and accuracy beside peers in one run. `make bench` prints them; no test depends on a time."""

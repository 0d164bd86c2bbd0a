"""YAML → one immutable Guide, strictly; everything that is wrong is said at once."""

"""A change at home: which kinds there are, what each asks, what it takes."""

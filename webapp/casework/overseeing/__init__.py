"""What is late, up the line: by town, for everybody above it; and the reserve fund of each town."""

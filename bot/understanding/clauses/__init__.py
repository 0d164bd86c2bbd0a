"""What a clause says: by a set wording, or as a whole, learned; and what stands around it against that."""

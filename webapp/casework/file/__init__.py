"""One request at the desk: the household, masked; what is declared and verified; what the rules come to; what
has happened; and the steps that this role may take next."""

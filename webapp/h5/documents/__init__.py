"""Pages for papers: one paper a page, photographed, looked at, taken back; before and after submitting."""

"""Ages and births, stages of school, and how long something has been so."""

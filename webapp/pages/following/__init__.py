"""What was submitted, page by page as parts: where it stands, and all that the applicant does after that."""

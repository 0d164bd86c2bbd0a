"""What the applicant does after filing: hand in what is missing, take back, object, say how it was."""

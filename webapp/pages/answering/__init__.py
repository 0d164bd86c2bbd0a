"""What an applicant does after filing: supply what is missing, object, take back, say whether it helped."""

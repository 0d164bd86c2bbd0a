"""Who looked at an application, and who acts in the applicant's place."""

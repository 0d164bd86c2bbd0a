"""The pages of an application, one question a page: what each asks, what it takes, where it leads."""

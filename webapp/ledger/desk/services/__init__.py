"""The lead's page of services."""

"""Requests to another town of the city, to another city of the province, and from there."""

"""The pages that tell where an application stands."""

"""The figures that everybody may read (主动公开): months that are over, nothing that tells of anybody."""

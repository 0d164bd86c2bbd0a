"""Who may do what, and what nobody may read: access, hardening, field encryption."""

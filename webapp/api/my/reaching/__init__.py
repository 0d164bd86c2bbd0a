"""How news reach whoever is logged in: their phone number, and messages that they agree to."""

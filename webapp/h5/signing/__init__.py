"""Signing after submitting: whoever was not at hand signs later, withdraws, or checks a receipt."""

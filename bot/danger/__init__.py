"""Danger, hunger and disaster, seen before anything else: by a trained model and by set wordings."""

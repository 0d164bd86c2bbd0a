"""The pages of what follows a decision: a charity that may help, a commitment that was not kept."""

"""The pages of an application: one question a page, saved on every press, submitted once."""

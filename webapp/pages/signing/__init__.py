"""The pages of signing: the text first, then where to sign; and the forms that come back."""

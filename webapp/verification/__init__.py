"""The door of the verification platform: it says that there is news of an order, and nothing else.

What the news are is fetched from the platform over the connection that we open: a call from outside carries
no facts, so that a forged one can at most have us look once more. Who does not know the random name of an
order cannot do even that.
"""

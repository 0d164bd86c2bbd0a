"""A conversation of the chat that an agent takes over: who takes it first has it."""

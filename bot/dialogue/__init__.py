"""What a message sets going: telling, asking, acting, correcting, or calming down; `bot.turn` chooses."""

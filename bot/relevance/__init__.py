"""How much each policy answers a text: its features, a small linear model over them, words people seek."""

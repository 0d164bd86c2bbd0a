"""我的数据: what is kept about a household and why, who looked, consents, a copy, deletion, signing out."""

"""Recognised hardship (低保, 五保, 边缘, 监测): held, refused, of one alone; what is drawn or never came."""

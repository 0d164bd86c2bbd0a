"""Money: income, pay and pensions, bills, fees and what it costs to live, by the month or by the year."""

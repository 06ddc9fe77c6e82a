"""The work of the office over a year: the plan and its topics, campaigns, guidance, and reports of obstruction."""

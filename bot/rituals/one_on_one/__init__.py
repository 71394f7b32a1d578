"""1-on-1s: two people who meet regularly, their agenda, notes, action items and questions."""

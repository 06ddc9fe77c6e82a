"""E-mail: mailboxes that are read by IMAP, and what becomes of each message."""

"""The back office's pages of this room."""

from contacts.mail import admin as mail_admin

__all__ = ["mail_admin"]

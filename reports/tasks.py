"""Celery: the jobs of this room; each part has its own."""

from reports.duty import tasks as duty_tasks

__all__ = ["duty_tasks"]

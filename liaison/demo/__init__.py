"""An invented county for trying the portal out: places, people, and what they say. Nothing in it is real."""

from liaison.demo.welcome import sign_in_lines

__all__ = ["sign_in_lines"]

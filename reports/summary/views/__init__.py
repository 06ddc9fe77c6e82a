"""The pages of the annual summary."""

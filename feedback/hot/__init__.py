"""Hot issues: what many people raise, found by place, matter and time. See docs/hot-issues.md."""

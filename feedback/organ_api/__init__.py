"""The portal for organs' own systems: tokens, reading, acting, the feed of changes, and news sent to them."""

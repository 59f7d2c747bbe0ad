"""Every fault at every request of every act, in front of the real Glance."""

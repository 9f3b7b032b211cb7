"""Pages of this room: offers to other agencies, copies that go out, and decisions to share."""

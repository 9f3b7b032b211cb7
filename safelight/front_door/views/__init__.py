"""The pages of this room: for people outside, and for those who answer them."""

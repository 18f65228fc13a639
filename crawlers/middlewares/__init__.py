"""Manners and bounds of every request, in the order in which they are asked: bounds, robots.txt, pace, block pages."""

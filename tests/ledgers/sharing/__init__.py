"""Share-outs, leavers and splits."""

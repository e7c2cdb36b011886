"""What has to be looked at in the groups and enterprises that somebody looks after."""

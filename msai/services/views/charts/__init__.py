"""Pictures of figures: what they show is read here, and so is where each line of the drawing goes."""

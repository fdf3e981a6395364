"""Tables make pictures: one module a figure, one style, the data of a picture beside it."""

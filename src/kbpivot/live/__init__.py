"""A vault kept current while its owner writes: reading again, noticing, and one note kept up."""

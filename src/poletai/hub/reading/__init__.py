"""Reading: how tables, sums and names in published pages become values; shared by connectors."""

"""One module for each thing a person or a clock can make the exchange do."""

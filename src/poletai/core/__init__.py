"""The pure heart: values, procedures and evaluation, with no clock, no chance and no I/O."""

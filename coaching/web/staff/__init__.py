"""The pages for the people who work at a clinic."""

"""What a patient sees: the own page and the way to stop, behind private links."""

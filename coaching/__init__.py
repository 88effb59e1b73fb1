"""Volhoud: patient coaching for clinics, one small nudge at a time."""

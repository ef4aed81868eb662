"""The client of ClinicalTrials.gov: how requests are sent, which requests there are, and how answers are parsed."""

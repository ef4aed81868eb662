"""Words: what is the same word in another spelling, and how a text is cut into tokens.

"Haemoglobin >/= 9g/dL (Hb)" and "Hgb at least 9 g/dL" begin with the same token, "hemoglobin".
"""

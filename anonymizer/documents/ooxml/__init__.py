"""Office Open XML: packages of parts, and XML that is changed where it must be and nowhere else."""

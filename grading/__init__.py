"""The rules of the diagnosis: schemes, scores, Levels and benefits, without any framework."""

"""Results, findings and problems as text and JSON: one module per kind of output, none of which decides anything."""

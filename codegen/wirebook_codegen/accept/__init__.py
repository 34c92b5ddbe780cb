"""The accept target: straight-line Python that decides a body and makes its value, nothing more.

``module`` puts the file together; one module per encoding writes its shapes; ``scalars``,
``records`` and ``rules`` write what all encodings share; ``quick`` writes a shorter way for
XML, ``writing`` the way back. The generated code follows the explain engine to the letter: a value exactly where
that has no error, clean exactly where that has no finding.
"""

from wirebook_codegen.accept.module import render
from wirebook_codegen.accept.quick import render as render_quick
from wirebook_codegen.accept.quick_json import render as render_quick_json
from wirebook_codegen.accept.writing import render as render_write

__all__ = ["render", "render_quick", "render_quick_json", "render_write"]

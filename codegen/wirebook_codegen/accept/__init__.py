"""The accept target: straight-line Python that decides a body and makes its value, nothing more.

``module`` puts the file together; one module per encoding writes its shapes; ``scalars``,
``records`` and ``rules`` write what all encodings share. The generated code follows
the explain engine to the letter: a value exactly where that has no error, clean exactly
where that has no finding.
"""

from wirebook_codegen.accept.module import render

__all__ = ["render"]

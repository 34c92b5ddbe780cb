"""Verdicts by recall: an exchange that differs from one that passed in nothing a verdict depends on passes too.

``roles`` says what of a message a verdict depends on besides each text's own limits, ``tellers`` what tells one
message from another; ``texts`` writes these limits as expressions, ``percent`` those of texts that are decoded
first; ``sample`` finds the places of a body that passed, ``firstlines`` what must not be taken for a body of lines;
``expression`` puts them together, for the two bodies of an exchange (``plan``) and for a whole line of a capture
(``line``); ``memory`` keeps the plans and learns; ``road`` goes from a line to its verdict.
Everything that is not recalled is judged.
"""

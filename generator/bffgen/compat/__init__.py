"""Compare two contracts of one client: what changed, what it breaks, and the value that shows it.

In:  two Apis of one pool, what peers are taken to do, the rule pages.
Out: ChangeFindings.
How: `compare.py` joins: operations are matched (match.py), their messages compared part by part
     (parameters, bodies, cells of responses, headers, security), value positions are put to the
     proof engine (positions.py) and explained by the changes below them (schemas.py, causes.py);
     judge.py merges what is one cause and looks up its page (rule.py).
"""

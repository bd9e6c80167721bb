"""What every generated BFF stands on: the join, the deadline, safe calls and honest answers.

In:  the plans, models and routes of one client, which import the modules by name.
Out: a FastAPI app that keeps the promises of its README.
How: plain Python with the same bytes in every BFF; nothing here knows its client.
"""

async def look_up(request, up):
    raise NotImplementedError

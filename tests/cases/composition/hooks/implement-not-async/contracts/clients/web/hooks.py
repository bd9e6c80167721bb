def look_up(request, up, call):
    raise NotImplementedError

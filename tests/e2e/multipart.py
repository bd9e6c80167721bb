"""Bodies of parts as tests send and read them, by the standard library alone."""

import http.client
from email.parser import BytesParser
from email.policy import HTTP


def parts(sent):
    """Read what an upstream was sent by the standard library: (name, file name, type, bytes)."""
    head = f"Content-Type: {sent.headers['content-type']}\r\n\r\n".encode()
    message = BytesParser(policy=HTTP).parsebytes(head + sent.body)
    assert message.is_multipart()
    assert not message.defects
    return [
        (
            part.get_param("name", header="content-disposition"),
            part.get_filename(),
            part["content-type"],
            part.get_payload(decode=True),
        )
        for part in message.iter_parts()
    ]


def part(name, content, *, filename=None, media_type=None, boundary=b"xx"):
    """Write one part as a browser does."""
    head = b'--%s\r\nContent-Disposition: form-data; name="%s"' % (boundary, name.encode())
    if filename is not None:
        head += b'; filename="%s"' % filename
    if media_type is not None:
        head += b"\r\nContent-Type: " + media_type
    return head + b"\r\n\r\n" + content + b"\r\n"


def told_only(port, method, path, media_type, length):
    """Tell the length of a body and send none of it; gives the status and the answer's bytes.

    Who is refused while he sends may lose the answer.
    """
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.putrequest(method, path)
    connection.putheader("Content-Type", media_type)
    connection.putheader("Content-Length", str(length))
    connection.endheaders()
    answered = connection.getresponse()
    found = answered.status, answered.read()
    connection.close()
    return found

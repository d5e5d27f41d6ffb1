# Python alone: http.server, and http.cookies for a cookie with a bare number.
from http.cookies import SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs


class App(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        form = {name: values[0] for name, values in parse_qs(body).items()}
        {"/counter": self.counter, "/files": self.files}[self.path](form)

    def counter(self, _):
        cookies = SimpleCookie(self.headers.get("Cookie", ""))
        count = int(cookies["count"].value) + 1 if "count" in cookies else 1
        self.say(f"Message {count}", cookie=f"count={count}; Path=/; Max-Age=14400")

    def files(self, form):
        names = [f"{form[f'MediaContentType{i}']} {form[f'MediaUrl{i}']}" for i in range(int(form["NumMedia"]))]
        self.say(f"Files: {', '.join(names)}." if names else "No files.")

    def say(self, text, cookie=None):
        self.send_response(200)
        self.send_header("Content-Type", "text/xml")
        if cookie is not None:
            self.send_header("Set-Cookie", cookie)
        self.end_headers()
        self.wfile.write(f"<Response><Message>{text.replace('&', '&amp;')}</Message></Response>".encode())

    def log_message(self, *_):
        pass


server = ThreadingHTTPServer(("127.0.0.1", 0), App)
print(f"http://127.0.0.1:{server.server_port} is served.", flush=True)
server.serve_forever()

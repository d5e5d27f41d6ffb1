# Flask's own session: in the cookie, signed.
import base64
import hashlib
import hmac
import os
from xml.sax.saxutils import escape

from flask import Flask, Response, abort, request, session
from werkzeug.serving import make_server

QUESTIONS = ["What is your name?", "Which colour?"]
NEXT = '<Redirect method="GET">/survey/question</Redirect>'

app = Flask(__name__)
app.secret_key = "compat"


def respond(verbs):
    return Response(f"<Response>{verbs}</Response>", mimetype="text/xml")


def say(text):
    return respond(f"<Message>{escape(text)}</Message>")


@app.post("/counter")
def counter():
    session["count"] = session.get("count", 0) + 1
    return say(f"Message {session['count']}")


@app.post("/survey")
def survey():
    begins = "answers" not in session
    session["answers"] = [] if begins else [*session["answers"], request.form["Body"]]
    return respond(("<Message>Two questions.</Message>" if begins else "") + NEXT)


@app.get("/survey/question")
def question():
    answers = session["answers"]
    if len(answers) < len(QUESTIONS):
        return say(QUESTIONS[len(answers)])
    session.clear()
    return say(f"Thanks: {', '.join(answers)}.")


@app.route("/signed", methods=["GET", "POST"])
def signed():
    # As it was sent: request.url has other characters than ASCII decoded.
    url = request.host_url.rstrip("/") + request.environ["REQUEST_URI"]
    text = url + "".join(name + request.form[name] for name in sorted(request.form))
    digest = hmac.new(os.environ["AUTH_TOKEN"].encode(), text.encode(), hashlib.sha1).digest()
    if not hmac.compare_digest(base64.b64encode(digest).decode(), request.headers["X-Twilio-Signature"]):
        abort(403)
    return say("Signed.")


@app.post("/files")
def files():
    form = request.form
    found = [f"{form[f'MediaContentType{i}']} {form[f'MediaUrl{i}']}" for i in range(int(form["NumMedia"]))]
    return say(f"Files: {', '.join(found)}." if found else "No files.")


server = make_server("127.0.0.1", 0, app)
print(f"http://127.0.0.1:{server.port} is served.", flush=True)
server.serve_forever()

# Django in one file, with its sessions in signed cookies.
from wsgiref.simple_server import make_server
from xml.sax.saxutils import escape

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path

settings.configure(
    ALLOWED_HOSTS=["127.0.0.1"],
    MIDDLEWARE=["django.contrib.sessions.middleware.SessionMiddleware"],
    ROOT_URLCONF=__name__,
    SECRET_KEY="compat" * 10,
    SESSION_ENGINE="django.contrib.sessions.backends.signed_cookies",
)

QUESTIONS = ["What is your name?", "Which colour?"]


def respond(verbs):
    return HttpResponse(f"<Response>{verbs}</Response>", content_type="text/xml")


def say(text):
    return respond(f"<Message>{escape(text)}</Message>")


def counter(request):
    request.session["count"] = request.session.get("count", 0) + 1
    return say(f"Message {request.session['count']}")


def survey(request):
    answers = request.session.get("answers")
    request.session["answers"] = [] if answers is None else [*answers, request.POST["Body"]]
    welcome = "<Message>Two questions.</Message>" if answers is None else ""
    return respond(f"{welcome}<Redirect>/survey/question</Redirect>")


def question(request):
    answers = request.session["answers"]
    if len(answers) < len(QUESTIONS):
        return say(QUESTIONS[len(answers)])
    request.session.flush()
    return say(f"Thanks: {', '.join(answers)}.")


def files(request):
    form = request.POST
    found = [f"{form[f'MediaContentType{i}']} {form[f'MediaUrl{i}']}" for i in range(int(form["NumMedia"]))]
    return say(f"Files: {', '.join(found)}." if found else "No files.")


urlpatterns = [
    path("counter", counter),
    path("survey", survey),
    path("survey/question", question),
    path("files", files),
]

server = make_server("127.0.0.1", 0, get_wsgi_application())
print(f"http://127.0.0.1:{server.server_port} is served.", flush=True)
server.serve_forever()

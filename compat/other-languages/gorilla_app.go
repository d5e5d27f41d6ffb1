// Gorilla's cookie store: the session is in the cookie, signed.
package main

import (
	"crypto/hmac"
	"crypto/sha1"
	"encoding/base64"
	"encoding/xml"
	"fmt"
	"net"
	"net/http"
	"os"
	"sort"
	"strings"

	"github.com/gorilla/sessions"
)

var questions = []string{"What is your name?", "Which colour?"}

var store = sessions.NewCookieStore([]byte("compat"))

type twiml struct {
	XMLName  xml.Name `xml:"Response"`
	Message  string   `xml:",omitempty"`
	Redirect string   `xml:",omitempty"`
}

func respond(w http.ResponseWriter, answer twiml) {
	w.Header().Set("Content-Type", "text/xml")
	xml.NewEncoder(w).Encode(answer)
}

func counter(w http.ResponseWriter, r *http.Request) {
	session, _ := store.Get(r, "session")
	count, _ := session.Values["count"].(int)
	session.Values["count"] = count + 1
	session.Save(r, w)
	respond(w, twiml{Message: fmt.Sprintf("Message %d", count+1)})
}

func survey(w http.ResponseWriter, r *http.Request) {
	session, _ := store.Get(r, "session")
	answers, isUnderWay := session.Values["answers"].([]string)
	answer := twiml{Redirect: "/survey/question"}
	if isUnderWay {
		answers = append(answers, r.PostFormValue("Body"))
	} else {
		answers, answer.Message = []string{}, "Two questions."
	}
	session.Values["answers"] = answers
	session.Save(r, w)
	respond(w, answer)
}

func question(w http.ResponseWriter, r *http.Request) {
	session, _ := store.Get(r, "session")
	answers := session.Values["answers"].([]string)
	if len(answers) < len(questions) {
		respond(w, twiml{Message: questions[len(answers)]})
		return
	}
	delete(session.Values, "answers")
	session.Save(r, w)
	respond(w, twiml{Message: "Thanks: " + strings.Join(answers, ", ") + "."})
}

func signed(w http.ResponseWriter, r *http.Request) {
	r.ParseForm()
	text := "http://" + r.Host + r.RequestURI
	names := []string{}
	for name := range r.PostForm {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		text += name + r.PostForm.Get(name)
	}
	mac := hmac.New(sha1.New, []byte(os.Getenv("AUTH_TOKEN")))
	mac.Write([]byte(text))
	signature, _ := base64.StdEncoding.DecodeString(r.Header.Get("X-Twilio-Signature"))
	if !hmac.Equal(mac.Sum(nil), signature) {
		http.Error(w, "Forbidden", http.StatusForbidden)
		return
	}
	respond(w, twiml{Message: "Signed."})
}

func files(w http.ResponseWriter, r *http.Request) {
	all := []string{}
	for i := 0; r.PostFormValue(fmt.Sprintf("MediaUrl%d", i)) != ""; i++ {
		file := r.PostFormValue(fmt.Sprintf("MediaContentType%d", i)) + " " + r.PostFormValue(fmt.Sprintf("MediaUrl%d", i))
		all = append(all, file)
	}
	text := "No files."
	if r.PostFormValue("NumMedia") != "0" {
		text = "Files: " + strings.Join(all, ", ") + "."
	}
	respond(w, twiml{Message: text})
}

func main() {
	http.HandleFunc("/counter", counter)
	http.HandleFunc("/survey", survey)
	http.HandleFunc("/survey/question", question)
	http.HandleFunc("/signed", signed)
	http.HandleFunc("/files", files)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	fmt.Printf("http://%s is served.\n", listener.Addr())
	panic(http.Serve(listener, nil))
}

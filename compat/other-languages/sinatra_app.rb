# Sinatra's own session: in the cookie, signed by Rack.
require 'cgi'
require 'openssl'
require 'sinatra/base'
require 'webrick'

QUESTIONS = ['What is your name?', 'Which colour?'].freeze
NEXT = '<Redirect method="GET">/survey/question</Redirect>'.freeze

class App < Sinatra::Base
  set :session_secret, 'compat' * 11
  enable :sessions

  before { content_type 'text/xml' }

  def respond(*verbs) = "<Response>#{verbs.join}</Response>"

  def say(text) = respond("<Message>#{CGI.escapeHTML(text)}</Message>")

  post '/counter' do
    session[:count] = session.fetch(:count, 0) + 1
    say("Message #{session[:count]}")
  end

  post '/survey' do
    answers = session[:answers]
    session[:answers] = answers ? [*answers, params['Body']] : []
    answers ? respond(NEXT) : respond('<Message>Two questions.</Message>', NEXT)
  end

  get '/survey/question' do
    answers = session[:answers]
    question = QUESTIONS[answers.length]
    next say(question) if question

    session.clear
    say("Thanks: #{answers.join(', ')}.")
  end

  signed = lambda do
    text = request.url + request.POST.sort.join
    digest = OpenSSL::HMAC.base64digest('SHA1', ENV.fetch('AUTH_TOKEN'), text)
    halt 403 unless Rack::Utils.secure_compare(digest, request.env['HTTP_X_TWILIO_SIGNATURE'])
    say('Signed.')
  end
  get '/signed', &signed
  post '/signed', &signed

  post '/files' do
    all = Array.new(params['NumMedia'].to_i) { |i| "#{params["MediaContentType#{i}"]} #{params["MediaUrl#{i}"]}" }
    say(all.empty? ? 'No files.' : "Files: #{all.join(', ')}.")
  end
end

quiet = { AccessLog: [], Logger: WEBrick::Log.new(File::NULL) }
Rack::Handler::WEBrick.run(App, Host: '127.0.0.1', Port: 0, **quiet) do |server|
  puts "http://127.0.0.1:#{server.listeners[0].addr[1]} is served."
  $stdout.flush
end

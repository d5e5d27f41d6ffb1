# Mojolicious::Lite's own session: in the cookie as Base64, signed.
use Mojolicious::Lite -signatures;
use Digest::SHA qw(hmac_sha1_base64);
use Encode qw(encode_utf8);
use Mojo::Server::Daemon;
use Mojo::Util qw(secure_compare xml_escape);

my @QUESTIONS = ('What is your name?', 'Which colour?');
my $NEXT = '<Redirect method="GET">/survey/question</Redirect>';

app->secrets(['compat']);
app->log->level('fatal');

helper twiml => sub ($c, @verbs) {
    $c->res->headers->content_type('text/xml; charset=utf-8');
    $c->render(data => encode_utf8(join '', '<Response>', @verbs, '</Response>'));
};
helper say => sub ($c, $text) { $c->twiml('<Message>' . xml_escape($text) . '</Message>') };

post '/counter' => sub ($c) { $c->say('Message ' . ++$c->session->{count}) };

post '/survey' => sub ($c) {
    my $answers = $c->session->{answers};
    $c->session->{answers} = $answers ? [@$answers, $c->param('Body')] : [];
    $c->twiml($answers ? () : '<Message>Two questions.</Message>', $NEXT);
};

get '/survey/question' => sub ($c) {
    my @answers = @{$c->session->{answers}};
    return $c->say($QUESTIONS[@answers]) if @answers < @QUESTIONS;
    delete $c->session->{answers};
    $c->say('Thanks: ' . join(', ', @answers) . '.');
};

any ['GET', 'POST'] => '/signed' => sub ($c) {
    my $form = $c->req->body_params->to_hash;
    my $text = $c->req->url->to_abs . join '', map { $_ . $form->{$_} } sort keys %$form;
    my $digest = hmac_sha1_base64(encode_utf8($text), $ENV{AUTH_TOKEN}) . '=';
    my $is_signed = secure_compare($digest, $c->req->headers->header('X-Twilio-Signature'));
    $is_signed ? $c->say('Signed.') : $c->render(text => 'Forbidden', status => 403);
};

post '/files' => sub ($c) {
    my @all = map { $c->param("MediaContentType$_") . ' ' . $c->param("MediaUrl$_") } 0 .. $c->param('NumMedia') - 1;
    $c->say(@all ? 'Files: ' . join(', ', @all) . '.' : 'No files.');
};

my $daemon = Mojo::Server::Daemon->new(app => app, listen => ['http://127.0.0.1'], silent => 1)->start;
$| = 1;
print 'http://127.0.0.1:' . $daemon->ports->[0] . " is served.\n";
$daemon->run;

<?php
// session_start(): the cookie has the session's ID alone; the session is a file.
const QUESTIONS = ['What is your name?', 'Which colour?'];
const NEXT = '<Redirect method="GET">/survey/question</Redirect>';

function respond(string ...$verbs): void
{
    header('Content-Type: text/xml');
    echo '<Response>' . implode('', $verbs) . '</Response>';
}

function say(string $text): void
{
    respond('<Message>' . htmlspecialchars($text, ENT_XML1) . '</Message>');
}

function count_messages(): void
{
    $_SESSION['count'] = ($_SESSION['count'] ?? 0) + 1;
    say("Message {$_SESSION['count']}");
}

function survey(): void
{
    $answers = $_SESSION['answers'] ?? null;
    $_SESSION['answers'] = $answers === null ? [] : [...$answers, $_POST['Body']];
    respond($answers === null ? '<Message>Two questions.</Message>' : '', NEXT);
}

function question(): void
{
    $answers = $_SESSION['answers'];
    $question = QUESTIONS[count($answers)] ?? null;
    if ($question === null) {
        unset($_SESSION['answers']);
    }
    say($question ?? 'Thanks: ' . implode(', ', $answers) . '.');
}

function signed(): void
{
    $text = "http://{$_SERVER['HTTP_HOST']}{$_SERVER['REQUEST_URI']}";
    ksort($_POST, SORT_STRING);
    foreach ($_POST as $name => $value) {
        $text .= $name . $value;
    }
    $signature = base64_encode(hash_hmac('sha1', $text, getenv('AUTH_TOKEN'), true));
    if (!hash_equals($signature, $_SERVER['HTTP_X_TWILIO_SIGNATURE'])) {
        http_response_code(403);
        return;
    }
    say('Signed.');
}

function files(): void
{
    $all = [];
    for ($i = 0; $i < (int) $_POST['NumMedia']; $i++) {
        $all[] = $_POST["MediaContentType$i"] . ' ' . $_POST["MediaUrl$i"];
    }
    say($all === [] ? 'No files.' : 'Files: ' . implode(', ', $all) . '.');
}

session_save_path(sys_get_temp_dir());
session_start();
match (parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH)) {
    '/counter' => count_messages(),
    '/survey' => survey(),
    '/survey/question' => question(),
    '/signed' => signed(),
    '/files' => files(),
    default => http_response_code(404),
};

import { anyOf, clause, list, type Phrases } from './phrases';

const WHICH =
  anyOf(
    'mas|estos|esos|esas|estas|los|las|sus|tus|su|tu|la|el|mis|mi|tantos|tantas|ningun|ninguna|esta|este|todos',
  ) + ' ';
const MESSAGES = anyOf(
  'mensajes?|mensajes de texto|mensajitos|textos?|sms|msjs?|notificaciones|avisos|alertas|publicidad|promociones|spam|recordatorios',
);
const NUMBER = anyOf('(?:mi|este) (?:numero|telefono|celular|movil)(?: de telefono)?');
const SOON = `(?: ${anyOf('ya|ahora|ahora mismo|inmediatamente|de una vez|hoy|para siempre')})?`;
const AGAIN = ` ${anyOf('mas|nunca mas|nunca|jamas|otra vez|de nuevo|nada|nada mas|mas nada')}`;
const TO_WRITE = `${anyOf('enviar|mandar|escribir|molestar|contactar|textear|mensajear|llamar|acosar|spamear')}(?:me|nos)?`;
const WRITE =
  anyOf(`envie|envien|envies|envieis|mande|manden|mandes|escriba|escriban|escribas|contacte|contacten|contactes|moleste|
  molesten|molestes|textee|texteen|textees|mensajee|mensajeen`);
const LIST =
  anyOf('listas?|base de datos|sistema|contactos') +
  '(?: de (?:mensajes|contactos|correo|textos|difusion|envios))?';
const REMOVE = anyOf(
  'quit(?:e|en|a|ar)|borr(?:e|en|a|ar)|elimin(?:e|en|a|ar)|sa(?:que|quen|ca|car)|remuev(?:a|an)',
);

/** What people text in Spanish in place of STOP, without accents. docs/opt-out.md has it as a table. */
export const spanish: Phrases = {
  ignored: ['porfavor', 'porfa', 'porfis', 'xfa', 'xfavor', 'favor', 'maldita', 'malditos', 'putos'],
  before:
    list(`hola | oiga | oye | oigan | por | si | no | no gracias | pueden | puede | puedes | podrian | podria | podrias | quiero que |
    necesito que | les pido que | le pido que | te pido que | favor de | gracias | y | pero | ya | ya les dije que | ya dije que | buenos dias |
    buenas tardes | buenas`),
  wishing: list(
    `quiero | quisiera | deseo | me gustaria | solicito | pido | necesito | como puedo | como hago para | yo`,
  ),
  behind: ['gracias', 'muchas gracias', 'por', 'ok', 'amigo', 'senor', 'senores'],
  revoking: [
    clause(
      '(?:ya )?',
      anyOf('deja|deje|dejen|dejad|dejar|dejes|pare|paren|parad|para|parar'),
      ' (?:ya )?de ',
      TO_WRITE,
      `(?: (?:${WHICH}){0,3}${MESSAGES})?`,
      `(?: a ${NUMBER})?`,
      `(?:${AGAIN})?`,
      SOON,
    ),
    clause(
      '(?:ya )?no (?:me|nos) ',
      anyOf('vuelva|vuelvan|vuelvas|vuelvais'),
      ' a ',
      TO_WRITE,
      `(?: (?:${WHICH}){0,3}${MESSAGES})?`,
      `(?:${AGAIN})?`,
    ),
    clause('(?:ya )?no (?:me|nos) ', WRITE, `(?: (?:${WHICH}){0,3}${MESSAGES}(?:${AGAIN})?|${AGAIN})`),
    clause('(?:ya )?no (?:me|nos) ', anyOf('llame|llamen|llames'), AGAIN),
    clause(
      '(?:ya )?no ',
      anyOf('quiero|deseo|queremos|deseamos|quisiera'),
      '(?: recibir)?',
      ` (?:${WHICH}){0,3}${MESSAGES}`,
      `(?: (?:de ustedes|de usted|suyos|tuyos|de ${NUMBER}))?`,
      `(?:${AGAIN})?`,
    ),
    clause(
      '(?:ya )?no ',
      anyOf('quiero|deseo|queremos|deseamos'),
      ' que (?:me|nos) ',
      WRITE,
      `(?: (?:${WHICH}){0,3}${MESSAGES})?`,
      `(?:${AGAIN})?`,
    ),
    clause('(?:no mas|basta de) ', `(?:${WHICH}){0,2}`, MESSAGES, SOON),
    clause('(?:me )?', REMOVE, '(?:me|nos)?', `(?: ${NUMBER})?`, ' de ', `(?:${WHICH}){0,2}`, LIST, SOON),
    clause(REMOVE, ` ${NUMBER}`, SOON),
    clause(
      '(?:me )?',
      anyOf('dar(?:me|nos)?|de(?:me)?|den(?:me)?|da(?:me)?|dad(?:me)?|doy'),
      ' de baja',
      `(?: (?:de|en|del) (?:${WHICH}){0,2}(?:${LIST}|${MESSAGES}|servicio|todo))?`,
      SOON,
    ),
    clause(
      anyOf('desuscrib|desuscrip|desinscrib'),
      '[a-z]{0,10}',
      `(?: (?:de|del) (?:${WHICH}){0,2}(?:${LIST}|${MESSAGES}|todo))?`,
      SOON,
    ),
    clause(anyOf('cancelar|cancele|cancelen|cancela'), ` (?:${WHICH}){0,2}${MESSAGES}`, SOON),
    clause(
      anyOf('revoco|retiro|revocar|retirar'),
      ' mi ',
      anyOf('consentimiento|permiso|autorizacion'),
      '(?: .{0,80})?',
    ),
  ],
  alone: [
    clause(anyOf('pare|paren|parar|parenlo|detenganse'), SOON),
    clause('no mas(?: no mas){0,50}', SOON),
    clause('(?:ya )?no (?:me|nos) ', WRITE),
    clause(anyOf('dejenme|dejeme|dejame'), ' en paz'),
  ],
  joining: ['y', 'pero', 'porque', 'pues', 'ya', 'yo', 'asi'],
};

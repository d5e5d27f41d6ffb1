import { anyOf, clause, list, type Phrases } from './phrases';

const STOP = anyOf('sto+p+|stpo|sotp|tsop|quit|cease|end|halt|discontinue');
const NOT = anyOf('do not|dont|donot|dnt|never');
const TEXTING =
  anyOf(`texting|txting|textin|txtin|texing|text|messaging|messagin|mesaging|message|msging|sms|smsing|contacting|
  contactin|bothering|spamming|bugging|harassing|pestering|calling|writing`);
const TEXT = anyOf('text|txt|message|mesage|msg|sms|contact|call|bother|spam|write|email|phone');
const NUMBER = anyOf('(?:my|this) (?:phone |cell |mobile )?(?:number|phone|cell|mobile)|my info');
const ME = `(?:me|us|here|${NUMBER})`;
const WHICH = anyOf('these|those|this|all|any|the|your|ur|my|more|of|unwanted|annoying|stupid') + ' ';
const MESSAGES =
  anyOf(`texts?|text messages|messages?|msgs?|txts?|sms|text alerts|texting|messaging|notifications|alerts|spam|promos|
  promotions|promotional (?:texts|messages)|marketing(?: texts| messages)?|ads|spam texts|automated (?:texts|messages)`);
const REMINDERS = anyOf('reminders|text reminders|updates|junk|stuff|crap|shit|garbage');
const THINGS = `(?:${MESSAGES}|${REMINDERS})`;
const LIST = `(?:${anyOf('text|texting|sms|mailing|email|contact|calling|call|phone|marketing|distribution|messaging|message')} ){0,2}${anyOf(
  'lists?|database|data base|system|records|contacts|subscribers',
)}`;
/** A time behind "stop" says how soon; behind "do not text me" it would say when. */
const NOW = `(?: ${anyOf('now|right now|immediately|already|asap|at once|right away|today|forever|for good|completely|altogether|permanently')})?`;
const AGAIN = ` ${anyOf('again|ever again|ever|anymore|any more|any longer|no more|from now on|at all')}`;
const UNSUBSCRIBE =
  anyOf(`unsubscribed?|unsubscrib|unsubscribing|unsubscibe|unsubcribe|unsubsribe|unsubscribr|unsuscribe|unsubscirbe|
  unsubsrcibe|unsubscripe|unsubscride|unsubscript|unsubscription|unsubscriber|unsub|un subscribe|unsubscrbe`);
const WANT_NOT = `(?:i |we )?${anyOf('do not|dont|no longer|dont ever|never')} ${anyOf('want|wish|care|wanna|like|need')}`;

/** What people text in English in place of STOP. docs/opt-out.md has it as a table. */
export const english: Phrases = {
  ignored:
    list(`please | pls | plz | plss | pleas | kindly | fucking | fuckin | fking | effing | freaking | frickin | damn | goddamn |
    bloody | tf | wtf | ffs`),
  before:
    list(`hey | hi | hello | yo | ok | okay | oh | omg | no | yes | yeah | sorry | just | so | well | dude | bro | sir | maam | guys |
    folks | also | then | and | but | look | again | seriously | excuse me | thank you | thanks | can you | could you | would you | will you |
    can u | could u | can you guys | can yall | you need to | u need to | you must | you have to | you should | why dont you | when will you |
    i want you to | i need you to | i would like you to | id like you to | i demand that you | i demand you | i ask you to | im asking you to |
    i am asking you to | i said | i already said | i told you | i told you to | i asked you to | i already asked you to | i request that you |
    for the last time | last time | once again`),
  wishing:
    list(`let me | i want to | i would like to | id like to | i wish to | i need to | i am going to | how do i | how can i | how do you |
    how to | i | we | please let me`),
  behind:
    list(`thanks | thank you | thank u | thx | ty | ok | okay | sir | maam | dude | bro | man | guys | people | you people | seriously |
    period | lol | smh | i mean it`),
  revoking: [
    clause(STOP, ' (?:with )?', `(?:${WHICH}){0,2}`, TEXTING, `(?: (?:to )?${ME})`, `(?:${AGAIN})?`, NOW),
    clause(
      STOP,
      ' ',
      anyOf('texting|txting|textin|txtin|texing|messaging|mesaging|msging|spamming|contacting'),
      `(?:${AGAIN})?`,
      NOW,
    ),
    clause(
      STOP,
      ' (?:with )?(?:sending |receiving |getting )?',
      `(?:${ME} )?`,
      `(?:${WHICH}){0,3}`,
      THINGS,
      `(?: (?:to|on|from) (?:${ME}|you))?`,
      NOW,
    ),
    clause(NOT, ' (?:ever )?', TEXT, ` (?:or ${TEXT} )?(?:to )?${ME}`, AGAIN),
    clause(
      NOT,
      ' (?:ever )?send ',
      `(?:${ME} )?`,
      `(?:${WHICH}){0,3}`,
      THINGS,
      `(?: to ${ME})?`,
      `(?:${AGAIN})?`,
    ),
    clause('no more ', `(?:${WHICH}){0,2}`, THINGS, `(?: (?:to|on|from) (?:${ME}|you))?`, NOW),
    clause(
      anyOf('remove|take|delete|drop|get|erase|pull|kick|strike'),
      ` (?:me|us|${NUMBER}) `,
      anyOf('from|off|off of|out of'),
      ' ',
      `(?:${WHICH}){0,2}`,
      `(?:${LIST}|${MESSAGES})`,
      NOW,
    ),
    clause(anyOf('remove|delete|erase|lose|forget'), ` ${NUMBER}`, NOW),
    clause(anyOf('take'), ` (?:me|us|${NUMBER}) off`, NOW),
    clause(
      UNSUBSCRIBE,
      `(?: (?:me|us|${NUMBER}))?`,
      `(?: (?:from|to) (?:${WHICH}){0,3}(?:${THINGS}|${LIST}|everything|you|this|these|all))?`,
      NOW,
    ),
    clause(
      anyOf('opt|op|opting|opted'),
      ` ?(?:(?:me|us|${NUMBER}) )?out`,
      `(?: (?:of|from) (?:${WHICH}){0,3}(?:${THINGS}|${LIST}|everything|this|these|all))?`,
      NOW,
    ),
    clause(
      anyOf('revoke|withdraw|rescind|am revoking|am withdrawing|hereby revoke|hereby withdraw'),
      ' (?:my |our |all |any ){0,3}',
      anyOf('consent|permission|authorization'),
      '(?: (?:to|for) .{0,80})?',
    ),
    clause(
      'cancel ',
      `(?:${WHICH}){0,3}`,
      anyOf('texts|text messages|messages|msgs|text alerts|alerts|notifications|sms'),
      NOW,
    ),
    clause(anyOf('turn|switch|shut'), ' off ', `(?:${WHICH}){0,3}`, MESSAGES, NOW),
    clause(
      WANT_NOT,
      `(?: to)?(?: (?:get|receive|recieve|be getting|have))?`,
      ' ',
      `(?:${WHICH}){0,4}`,
      MESSAGES,
      `(?: from (?:you|yall|${NUMBER}))?`,
      `(?:${AGAIN})?`,
    ),
    clause(
      WANT_NOT,
      ' ',
      anyOf(
        'to be texted|to be contacted|to be messaged|you to text me|you to contact me|you to message me|you texting me',
      ),
      `(?:${AGAIN})?`,
    ),
  ],
  alone: [
    clause('(?:sto+p+|stpo|sotp|tsop)(?: (?:sto+p+|stpo|sotp|tsop)){0,50}(?: it| this)?', NOW),
    clause(NOT, ' ', TEXT, `(?: or ${TEXT})?(?: ${ME})?`),
    clause('no ', anyOf('texts|text messages|messages|msgs|txts|sms|texting')),
    clause(anyOf('remove|delete|erase'), ' me'),
    clause('leave (?:me|us) alone'),
  ],
  joining: [
    'and',
    'but',
    'because',
    'cuz',
    'cause',
    'coz',
    'bc',
    'since',
    'or',
    'so',
    'then',
    'i',
    'im',
    'ive',
    'wrong',
    'its',
    'thats',
  ],
};

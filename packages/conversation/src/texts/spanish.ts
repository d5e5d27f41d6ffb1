import type { Texts } from './texts';

/** The library's texts in Spanish. */
export const spanish: Texts = {
  language: 'es',
  startedAnew: 'Esta conversación ha cambiado desde su último mensaje, así que empieza de nuevo.',
  restarted: 'Empezamos de nuevo.',
  closing: 'Lo sentimos, no nos entendemos. Escríbanos para empezar de nuevo.',
  failed: 'Lo sentimos, no ha funcionado. Envíelo otra vez, o "reiniciar" para empezar de nuevo.',

  text: 'Responda con un texto, por favor.',
  atLeast: (characters) => `Use al menos ${characters} caracteres, por favor.`,
  atMost: (characters) => `Use como máximo ${characters} caracteres, por favor.`,
  tooLong: 'Es demasiado largo. Responda con menos palabras, por favor.',
  wholeNumber(min, max) {
    if (min === undefined)
      return `Responda con un número entero${max === undefined ? '' : ` de ${max} como máximo`}, por favor.`;
    return `Responda con un número entero ${max === undefined ? `de ${min} como mínimo` : `de ${min} a ${max}`}, por favor.`;
  },
  chooseOne: (list) => `Elija una opción, por favor: ${list}.`,
  chooseNumber: (max) =>
    max === 1 ? 'Responda con 1, por favor.' : `Responda con un número de 1 a ${max}, por favor.`,
  yesOrNo: 'Responda sí o no, por favor.',
  picture: 'Envíe una foto, por favor.',
  pictureOr: (skip) => `Envíe una foto, por favor, o "${skip}" para seguir sin ella.`,
  otherwise: 'Responda de otra manera, por favor.',
  date: (example) => `Responda con una fecha, por favor, como ${example}.`,
  time: (example) => `Responda con una hora, por favor, como ${example}.`,
  dateTime: (example) => `Responda con una fecha y una hora, por favor, como ${example}.`,
  which: (list) => `Diga cuál, por favor: ${list}.`,
  outside(min, max) {
    if (min === undefined)
      return `Elija ${max === undefined ? 'otro momento' : `${max} o antes`}, por favor.`;
    return `Elija ${max === undefined ? `${min} o más tarde` : `de ${min} a ${max}`}, por favor.`;
  },
  emailAddress: 'Responda con una dirección de correo electrónico, por favor, como ana@example.com.',
  phoneNumber: 'Responda con un número de teléfono, por favor, con su prefijo.',
  internationalNumber:
    'Responda con un número de teléfono, por favor, que empiece por + y el prefijo del país.',
  files(min, max, skip) {
    const count = min === max ? String(min) : `de ${min} a ${max}`;
    const or = skip === undefined ? '' : `, o "${skip}" para seguir sin ${max === 1 ? 'él' : 'ellos'}`;
    return `Envíe ${count} ${max === 1 ? 'archivo' : 'archivos'} en un mensaje, por favor${or}.`;
  },

  yes: ['sí', 's', 'claro', 'vale', 'ok', 'okay', 'correcto', 'de acuerdo', '👍', '✅', '✔'],
  no: ['no', 'n', 'incorrecto', '👎', '❌'],
  polite: ['por favor', 'porfa', 'gracias', 'muchas gracias'],
  units: ['personas', 'persona', 'invitados', 'invitado', 'años', 'año', 'veces', 'vez'],
  numbers: [
    'cero',
    'uno',
    'dos',
    'tres',
    'cuatro',
    'cinco',
    'seis',
    'siete',
    'ocho',
    'nueve',
    'diez',
    'once',
    'doce',
    'trece',
    'catorce',
    'quince',
    'dieciséis',
    'diecisiete',
    'dieciocho',
    'diecinueve',
    'veinte',
  ],
  scales: ['cien', 'cientos', 'mil', 'millón', 'millones', 'docena', 'media', 'medio'],
  restart: ['reiniciar'],
  thanks: [
    'gracias',
    'muchas gracias',
    'mil gracias',
    'genial',
    'ok',
    'okay',
    'vale',
    'perfecto',
    'adiós',
    'hasta luego',
    '👍',
    '🙏',
  ],
};

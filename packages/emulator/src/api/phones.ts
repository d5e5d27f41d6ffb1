import type { Hono } from 'hono';
import type { Engine } from '../engine/engine-type';
import { InputError, newPhoneInput, phoneInput, readInput, readPhone, undoInput } from './input';

/** The header in which the answer to a DELETE, and to an import, has the token that `POST /api/undo` takes. */
export const UNDO_TOKEN = 'Undo-Token';

/** Serves `/api/phones`: the list of phones, and what is set of each. */
export function servePhones(app: Hono, { phones }: Pick<Engine, 'phones'>): void {
  const list = () => ({ phones: phones.all(), off: phones.off(), profileNames: phones.profileNames() });

  app.get('/api/phones', (context) => context.json(list()));
  app.post('/api/phones', async (context) => {
    const input = readInput(newPhoneInput, (await context.req.text()) || '{}');
    const [first] = phones.all();
    if (input.onlyIfNone === true && first !== undefined) return context.json({ phone: first, ...list() });
    if (input.phone !== undefined) phones.add(input.phone);
    const phone = input.phone ?? phones.addNew(input.channel ?? 'sms');
    return context.json({ phone, ...list() });
  });
  app.put('/api/phones/:phone', async (context) => {
    const phone = readPhone('phone', context.req.param('phone'));
    const { on, profileName, before } = readInput(phoneInput, await context.req.text());
    if (before !== undefined && !phones.move(phone, before)) {
      const missing = phones.all().includes(phone) ? String(before) : phone;
      throw new InputError('before', `before needs two phones of the list: ${missing} is not there.`);
    }
    if (on !== undefined) phones.set(phone, on);
    if (profileName !== undefined) phones.setProfileName(phone, profileName);
    return context.json(list());
  });
  app.delete('/api/phones/:phone', (context) => {
    const token = phones.remove(readPhone('phone', context.req.param('phone')));
    if (token !== undefined) context.header(UNDO_TOKEN, token);
    return context.body(null, 204);
  });
}

/** Serves `/api/undo`: takes back what was forgotten, removed or imported. */
export function serveUndo(app: Hono, engine: Pick<Engine, 'undo' | 'undoable'>): void {
  app.get('/api/undo', (context) => context.json({ undoable: engine.undoable() }));
  app.post('/api/undo', async (context) => {
    const { token } = readInput(undoInput, (await context.req.text()) || '{}');
    const undone = engine.undo(token);
    return undone === undefined
      ? context.json({ error: 'It cannot be undone any more.' }, 404)
      : context.json(undone);
  });
}

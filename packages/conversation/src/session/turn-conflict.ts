/** `SessionStore.save` of a store on a server: another turn has saved since the session was opened. */
export class TurnConflict extends Error {
  override readonly name = 'TurnConflict';

  constructor() {
    super('Another message of this conversation was answered meanwhile.');
  }
}

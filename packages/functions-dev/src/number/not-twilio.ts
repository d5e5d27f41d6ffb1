/** What answered cannot have been Twilio's API: a proxy perhaps, or the page of a network that wants a sign-in. */
export class NotTwilio extends Error {
  override readonly name = 'NotTwilio';

  /** @param why - a half sentence. */
  constructor(why = 'no JSON of its API came', options?: ErrorOptions) {
    super(`What answered was not Twilio: ${why}`, options);
  }
}

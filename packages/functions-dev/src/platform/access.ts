import { refusal, type Refusal } from './refusal';
import type { Route } from 'functions-runtime';

const TEXT = 'Could not find requested resource';

/**
 * The requested route, or a 404 when there is none or when it is private. The documentation says only that private files
 * "can't be accessed by URL or exposed to the web"; the status is unknown.
 * Source: https://www.twilio.com/docs/serverless/functions-assets/visibility
 */
export function published(route: Route | undefined): Route | Refusal {
  if (route === undefined) return refusal(404, TEXT);
  if (route.access === 'private')
    return refusal(404, TEXT, 'It is private: only for other Functions, through Runtime.');
  return route;
}

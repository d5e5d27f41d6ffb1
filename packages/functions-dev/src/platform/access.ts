import { refusal, type Refusal } from './refusal';
import type { Route } from 'functions-runtime';

const TEXT = 'Could not find requested resource';

/**
 * The route that is asked for, if there is one and it is for callers from outside. Of private files the platform says
 * only that they "can't be accessed by URL or exposed to the web"; here they are a 404, as any path without a file.
 * Source: https://www.twilio.com/docs/serverless/functions-assets/visibility
 */
export function published(route: Route | undefined): Route | Refusal {
  if (route === undefined) return refusal(404, TEXT);
  if (route.access === 'private')
    return refusal(404, TEXT, 'It is private: only for other Functions, through Runtime.');
  return route;
}

import { filesIn } from './files-in';
import { type Route, routeOf } from './route';

/**
 * The routes of all files that twilio-run serves and deploys: each `.js` file below the folder of built Functions and each
 * file below the folder of Assets. A folder that does not exist has none.
 */
export async function listRoutes(functions: string, assets: string): Promise<Route[]> {
  const built = (await filesIn(functions)).filter((file) => file.endsWith('.js'));
  return [
    ...built.map((file) => routeOf(file, 'function')),
    ...(await filesIn(assets)).map((file) => routeOf(file, 'asset')),
  ];
}

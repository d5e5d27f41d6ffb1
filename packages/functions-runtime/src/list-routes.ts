import { filesIn } from './files-in';
import { type Route, routeOf } from './route';

/**
 * The routes of all files that twilio-run serves and deploys: the `.js` files of the folder with the built Functions,
 * and every file of the one with the Assets. A folder that is not there has none.
 */
export async function listRoutes(functions: string, assets: string): Promise<Route[]> {
  const built = (await filesIn(functions)).filter((file) => file.endsWith('.js'));
  return [
    ...built.map((file) => routeOf(file, 'function')),
    ...(await filesIn(assets)).map((file) => routeOf(file, 'asset')),
  ];
}

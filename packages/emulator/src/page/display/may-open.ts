/** Of addresses that would run in the page. The emulator sends none, but the file with its saved state may be anybody's. */
const RUNS = ['javascript:', 'data:', 'vbscript:', 'blob:'];

/** Whether an address may be a link, read as browsers read it: they leave out tabs and line ends. */
export const mayOpen = (url: string): boolean => URL.canParse(url) && !RUNS.includes(new URL(url).protocol);

import { stopBrowserBroker } from 'test-support';

/** Jest's globalTeardown: the browser that the tests share ends with the run. */
export default stopBrowserBroker;

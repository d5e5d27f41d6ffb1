// Uses the emulator's page in Firefox, and prints what it has seen as JSON. Arguments: the path of Firefox, the page's address.
const puppeteer = require('puppeteer-core');

const WIDTHS = [360, 768, 1280, 1920];

async function main([executablePath, url]) {
  const browser = await puppeteer.launch({ browser: 'firefox', executablePath });
  try {
    const page = await browser.newPage();
    const errors = [];
    page.on('console', (message) => {
      if (['error', 'warn'].includes(message.type())) errors.push(message.text());
    });
    page.on('pageerror', (error) => errors.push(error.message));
    await page.setViewport({ width: 1280, height: 800 });
    await page.goto(url);
    const send = async (text, replies) => {
      await page.type('#message', text);
      await page.keyboard.press('Enter');
      await page.waitForFunction(
        (count) => document.querySelectorAll('.outbound .bubble').length === count,
        {},
        replies,
      );
    };
    await page.waitForSelector('#message');
    await send('one', 1);
    await send('two', 2);
    const bubbles = await page.$$eval('.bubble', (all) => all.map(({ textContent }) => textContent));
    const overflowing = [];
    for (const width of WIDTHS) {
      await page.setViewport({ width, height: 800 });
      const { scrollWidth, scrollHeight, clientWidth, clientHeight } = await page.evaluate(() => {
        const { scrollWidth, scrollHeight, clientWidth, clientHeight } = document.documentElement;
        return { scrollWidth, scrollHeight, clientWidth, clientHeight };
      });
      if (scrollWidth > clientWidth || scrollHeight > clientHeight) overflowing.push(width);
    }
    await page.reload();
    await page.waitForFunction(() => document.querySelectorAll('.bubble').length === 4);
    console.log(JSON.stringify({ version: await browser.version(), bubbles, overflowing, errors }));
  } finally {
    await browser.close();
  }
}

main(process.argv.slice(2)).catch((error) => {
  console.error(error);
  process.exitCode = 1;
});

// The report in Chromium: `node browser.mjs TOOLS BROWSER SEEDS HOSTILE IMAGES [CORPUS]`. Prints a line for each check and
// fails when one fails.
import { createRequire } from 'node:module';
import { readdirSync, readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';

const [tools, browserPath, seeds, hostile, images, corpus] = process.argv.slice(2);
const require = createRequire(join(tools, 'node_modules/'));
const puppeteer = require('puppeteer-core');
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const browser = await puppeteer.launch({ executablePath: browserPath, headless: true, args: ['--no-sandbox'] });
let failures = 0;
const check = (what, is, more = '') => {
  console.log(`${is ? 'ok  ' : 'FAIL'} ${what}${more ? ': ' + more : ''}`);
  if (!is) failures += 1;
};
const url = (...parts) => pathToFileURL(join(...parts)).href;
const pages = (site) => readdirSync(join(site, 'e')).flatMap((service) =>
  readdirSync(join(site, 'e', service)).map((page) => join('e', service, page)));

// What the pages of this run say on the console, ask the network for, or show as a dialog.
const complaints = [];
const open = async (at, width = 1600, height = 1000) => {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  page.on('console', (it) => { if (['error', 'warn'].includes(it.type())) complaints.push(`${at}: ${it.text()}`); });
  page.on('pageerror', (it) => complaints.push(`${at}: ${it.message}`));
  page.on('dialog', (it) => { complaints.push(`${at}: a dialog`); it.dismiss(); });
  page.on('request', (it) => { if (!it.url().startsWith('file:')) complaints.push(`${at}: asks for ${it.url()}`); });
  await page.setViewport({ width, height });
  await page.goto(at, { waitUntil: 'load' });
  return page;
};
const settle = () => new Promise((done) => setTimeout(done, 250));
const accessible = async (page, what) => {
  await page.evaluate(axe);
  const found = await page.evaluate(async () => (await window.axe.run({ preload: false })).violations.map((it) => [it.impact, it.id, it.nodes.length, it.nodes[0].html.slice(0, 120)]));
  const serious = found.filter(([impact]) => ['serious', 'critical'].includes(impact));
  check(`axe-core: ${what}`, serious.length === 0, serious.map((it) => it.join(' ')).join('; '));
};
const overflow = (page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

const endpoint = join('e', 'blueking-cc', 'create_process_instance.html');

async function opens() {
  for (const name of ['index.html', 'findings.html', 'pages.html', ...pages(seeds)]) {
    const page = await open(url(seeds, name));
    check(`opens ${name}`, (await page.$$('main h1')).length === 1);
    await page.close();
  }
}

async function searches() {
  const page = await open(url(seeds, 'index.html'));
  for (const [typed, expected] of [['create_pro', 'create_process_instance'], ['auto_time', 'auto_time_gap'], ['创建集群', 'create_set']]) {
    await page.keyboard.press('/');
    await page.evaluate(() => { document.getElementById('find').value = ''; });
    await page.type('#find', typed);
    await page.waitForSelector('#hits:not([hidden]) [data-href]', { timeout: 5000 }).catch(() => {});
    await settle();
    const first = await page.evaluate(() => document.querySelector('#hits [data-href]')?.textContent || '');
    check(`search for ${typed}`, first.includes(expected), first);
    await page.keyboard.press('Escape');
  }
  await page.keyboard.press('/');
  await page.evaluate(() => { document.getElementById('find').value = ''; });
  await page.type('#find', 'auto_time_gap');
  // The hits of what was typed before may stand there for a moment.
  const isHit = (name) => document.querySelector('#hits:not([hidden]) [data-href]')?.textContent.includes(name);
  await page.waitForFunction(isHit, { timeout: 5000 }, 'auto_time_gap');
  await settle();
  await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
  await settle();
  const on = await page.evaluate(() => document.querySelector('.x.on .k')?.textContent);
  check('a hit leads to its field', on === 'auto_time_gap', `${on} ${page.url().split('/').pop()}`);
  await page.close();
}

async function follows() {
  const page = await open(url(seeds, endpoint));
  const fact = await page.evaluateHandle(() => [...document.querySelectorAll('#model .x .k')].find((it) => it.textContent === 'auto_time_gap').closest('a'));
  await fact.click();
  await settle();
  const [hash, text, seen] = await page.evaluate(() => {
    const it = document.querySelector(':target');
    const box = it?.getBoundingClientRect();
    return [location.hash, it?.closest('.l').textContent, box && box.top >= 0 && box.bottom <= innerHeight];
  });
  check('a fact leads to its row', Boolean(text?.includes('auto_time_gap') && seen), `${hash} ${text?.trim()}`);
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.keyboard.press('v');
  check('j and v show the votes of a row', await page.evaluate(() => Boolean(document.querySelector('.x.on .v[open] li'))));
  await page.keyboard.press('k');
  await page.keyboard.press('n');
  await settle();
  check('n leads to a finding', /^#f\d+$/.test(await page.evaluate(() => location.hash)));
  await page.keyboard.press('?');
  check('? shows the keys', await page.evaluate(() => document.getElementById('keys').open));
  await page.keyboard.press('Escape');
  check('Escape closes them', !(await page.evaluate(() => document.getElementById('keys').open)));
  await page.hover('#model .x .n');
  check('the pointer shows votes', await page.evaluate(() => Boolean(document.querySelector('#model .v[open]'))));
  await page.click('#language');
  check('the interface is Chinese', (await page.$eval('#h-model', (it) => it.textContent)) === '模型');
  await page.click('#language');
  const before = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await page.click('#theme');
  check('the switch changes the colours', before !== await page.evaluate(() => getComputedStyle(document.body).backgroundColor));
  await page.click('#theme');
  const shown = () => page.evaluate(() => [...document.querySelectorAll('.f')].filter((it) => it.offsetParent).length);
  const all = await shown();
  await page.click('#severities button');
  check('a severity can be hidden', await shown() < all, `${all} to ${await shown()}`);
  await page.close();
}

async function filters() {
  const page = await open(url(seeds, 'findings.html') + '#severity=note');
  await page.waitForSelector('#found li');
  const count = () => page.$$eval('#found li', (it) => it.length);
  const notes = await count();
  const only = await page.$$eval('#found .mk', (all) => all.every((it) => it.classList.contains('note')));
  check('the address filters by severity', notes > 0 && only, `${notes}`);
  await page.evaluate(() => { location.hash = ''; });
  await settle();
  const all = await count();
  const code = await page.$eval('#code option:nth-child(2)', (it) => it.value);
  await page.select('#code', code);
  await settle();
  const of = await page.$$eval('#found .mk', (all) => [...new Set(all.map((it) => it.textContent))]);
  check('filter by code', all > notes && of.length === 1 && of[0] === code && page.url().includes(code), `${await count()} of ${all}`);
  await Promise.all([page.waitForNavigation(), page.click('#found a')]);
  await settle();
  check('a finding stands in its place', await page.evaluate((code) => document.querySelector(':target')?.dataset.code === code, code));
  await page.close();
}

async function sizes() {
  for (const width of [360, 1600]) {
    for (const name of ['index.html', 'findings.html', 'pages.html', endpoint, join('s', 'blueking-cc.html')]) {
      const page = await open(url(seeds, name), width, 900);
      const more = await overflow(page);
      check(`${width} px: ${name} does not scroll sideways`, more <= 0, more > 0 ? `${more} px` : '');
      if (width === 1600) await accessible(page, `${name}, light`);
      if (width === 1600) await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'dark' }]);
      if (width === 1600) await accessible(page, `${name}, dark`);
      await page.close();
    }
  }
}

async function hostiles() {
  const all = ['index.html', 'findings.html', 'pages.html', ...pages(hostile), ...readdirSync(join(hostile, 'p')).map((it) => join('p', it))];
  let bad = [];
  for (const name of all) {
    const page = await open(url(hostile, name));
    await page.focus('#find');
    await page.type('#find', 'script');
    await settle();
    bad.push(...await page.evaluate((name) => {
      const wrong = [];
      if (window.hit) wrong.push('ran');
      if (document.querySelector('img, iframe, base, object, embed, style, main script, main link, main meta, main svg:not(.bar):not(.map)')) wrong.push('an element');
      for (const it of document.querySelectorAll('*')) {
        for (const { name, value } of it.attributes) {
          if (name.startsWith('on') || /^\s*javascript:/i.test(value) && name === 'href') wrong.push(`${name}=${value}`);
        }
      }
      return wrong.map((it) => `${name}: ${it}`);
    }, name));
    await page.close();
  }
  check(`hostile pages stay text on ${all.length} pages`, bad.length === 0, bad.slice(0, 5).join('; '));
}

// The first view of the largest pages, in milliseconds from the start of the navigation to the first contentful paint.
async function times() {
  const largest = pages(corpus).map((it) => [readFileSync(join(corpus, it)).length, it]).sort((a, b) => b[0] - a[0])[0][1];
  for (const name of ['index.html', largest, 'findings.html', 'pages.html']) {
    let best = Infinity;
    for (let round = 0; round < 3; round += 1) {
      const page = await open(url(corpus, name));
      best = Math.min(best, await page.evaluate(() => new Promise((done) => {
        const entry = () => performance.getEntriesByName('first-contentful-paint')[0];
        if (entry()) return done(entry().startTime);
        new PerformanceObserver(() => entry() && done(entry().startTime)).observe({ type: 'paint', buffered: true });
      })));
      await page.close();
    }
    check(`first view of ${name}`, best <= 1000, `${Math.round(best)} ms`);
  }
}

async function screenshots() {
  const shots = [['report-light', 1400, 860, 'light'], ['report-dark', 1400, 860, 'dark'], ['report-narrow', 360, 760, 'light']];
  for (const [name, width, height, scheme] of shots) {
    const page = await open(url(seeds, endpoint), width, height);
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
    if (width > 1000) {
      await page.evaluate(() => { location.hash = document.querySelector('#page .f[id]').id; });
      await settle();
      await page.evaluate(() => { document.getElementById('model').scrollTop = 260; window.scrollTo(0, 0); });
      await page.hover('#model .x.d2 .n');
    }
    await settle();
    await page.screenshot({ path: join(images, `${name}.webp`), type: 'webp', quality: 82 });
    await page.close();
  }
}

for (const part of [opens, searches, follows, filters, sizes, hostiles, screenshots, ...(corpus ? [times] : [])]) {
  try { await part(); } catch (error) { check(part.name, false, error.message); }
}
check('no complaint on the console, no request beyond the folder', complaints.length === 0, complaints.slice(0, 5).join('; '));
await browser.close();
console.log(failures ? `${failures} checks failed` : 'all checks passed');
process.exit(failures ? 1 : 0);

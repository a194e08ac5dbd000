// The three browser engines, driven by the WebDriver standard.
//
// Owns what each needs to start: driver, browser, display. They are looked up in the environment, then on PATH.

import { spawn } from 'node:child_process';
import { accessSync, constants, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

import { Builder, By, Capabilities, until } from 'selenium-webdriver';
import chrome from 'selenium-webdriver/chrome.js';
import firefox from 'selenium-webdriver/firefox.js';

import { answers, freePort } from './portal-server.mjs';

/**
 * @typedef {import('selenium-webdriver').WebDriver} WebDriver
 * @typedef {{ driver: WebDriver, stop: () => Promise<void> }} Engine
 * @typedef {'normal' | 'none'} PageLoad Whether a command waits until the page it goes to is there.
 */

/**
 * By name: starts the engine and gives its driver and what ends it.
 * @type {Record<string, (pageLoad: PageLoad) => Promise<Engine>>}
 */
const ENGINES = { Chromium: (pageLoad) => startChromiumWith(pageLoad), Firefox: startFirefox, WebKitGTK: startWebKit };

/**
 * Runs a journey in every engine, or in those the command line names; gives how many failed.
 * @param {(driver: WebDriver, name: string) => Promise<void>} journey
 * @param {PageLoad} pageLoad
 * @param {string[]} all the engines, where not all of them are wanted
 */
export async function inEachEngine(journey, pageLoad = 'normal', all = Object.keys(ENGINES)) {
  const named = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
  const names = named.length ? named : all;
  let failed = 0;
  for (const name of names) {
    try {
      const start = ENGINES[name];
      if (!start) throw new Error(`there is no such engine, only ${Object.keys(ENGINES).join(', ')}`);
      const { driver, stop } = await start(pageLoad);
      try {
        await journey(driver, name);
        const version = (await driver.getCapabilities()).getBrowserVersion();
        console.log(`✓ ${name} ${version}`);
      } finally {
        await stop();
      }
    } catch (error) {
      failed += 1;
      console.log(`✗ ${name}:`, error);
    }
  }
  console.log(`${names.length - failed} passed, ${failed} failed`);
  return failed;
}

/** How long a page is waited for: a busy machine is slow. */
export const PATIENCE_MS = 30_000;

/**
 * Waits until the app has taken the page over.
 * @param {WebDriver} driver
 * @param {string} where For the message.
 */
export async function appIsReady(driver, where = 'the page') {
  await driver.wait(until.elementLocated(By.css('html[data-app="ready"]')), PATIENCE_MS, `${where}: the app did not start`);
}

/**
 * @param {string[]} flags more of them
 * @returns {Promise<Engine>}
 */
export function startChromium(...flags) {
  return startChromiumWith('normal', ...flags);
}

/**
 * @param {PageLoad} pageLoad
 * @param {string[]} flags
 */
async function startChromiumWith(pageLoad, ...flags) {
  const options = new chrome.Options();
  options.setPageLoadStrategy(pageLoad);
  options.setChromeBinaryPath(process.env.PORTAL_CHROMIUM ?? process.env.CHROMIUM ?? findProgram('chromium'));
  options.addArguments('--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run', '--disable-sync', '--disable-component-update', ...flags);
  const service = new chrome.ServiceBuilder(findProgram('chromedriver'));
  return ending(await new Builder().forBrowser('chrome').setChromeOptions(options).setChromeService(service).build());
}

/** @param {PageLoad} pageLoad */
async function startFirefox(pageLoad) {
  const options = new firefox.Options();
  options.setPageLoadStrategy(pageLoad);
  options.setBinary(process.env.PORTAL_FIREFOX ?? findProgram('firefox-esr'));
  options.addArguments('-headless');
  const service = new firefox.ServiceBuilder(findProgram('geckodriver'));
  return ending(await new Builder().forBrowser('firefox').setFirefoxOptions(options).setFirefoxService(service).build());
}

/**
 * selenium-webdriver does not know this engine, so its driver is started here and spoken to as a remote one.
 * @param {PageLoad} pageLoad
 */
async function startWebKit(pageLoad) {
  const port = await freePort();
  const display = process.env.DISPLAY ? { name: process.env.DISPLAY, stop() {} } : await startDisplay();
  const child = start(findProgram('WebKitWebDriver'), [`--port=${port}`, '--host=127.0.0.1'], { env: { ...process.env, DISPLAY: display.name } });
  await answers(`http://127.0.0.1:${port}/status`, child);
  const options = { binary: process.env.PORTAL_MINIBROWSER ?? findMiniBrowser(), args: ['--automation'] };
  const capabilities = new Capabilities({ browserName: 'MiniBrowser', 'webkitgtk:browserOptions': options, pageLoadStrategy: pageLoad });
  const driver = await new Builder().usingServer(`http://127.0.0.1:${port}`).withCapabilities(capabilities).build();
  return ending(driver, () => {
    child.kill();
    display.stop();
  });
}

/**
 * @param {WebDriver} driver
 * @returns {Engine}
 */
function ending(driver, afterwards = () => {}) {
  return { driver, stop: () => driver.quit().finally(afterwards) };
}

/**
 * A virtual screen: WebKitGTK's browser has no headless mode, nor has a hall. With a folder, what is on it can be read from
 * a file there.
 */
export async function startDisplay(width = 1280, height = 1024, folder = '') {
  const buffer = folder ? ['-fbdir', folder] : [];
  const child = start(findProgram('Xvfb'), ['-displayfd', '3', '-screen', '0', `${width}x${height}x24`, '-nolisten', 'tcp', ...buffer], { stdio: ['ignore', 'ignore', 'inherit', 'pipe'] });
  const number = await new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`Xvfb ended with ${code}`)));
    child.stdio[3]?.once('data', (text) => resolve(String(text).trim()));
  });
  return { name: `:${number}`, stop: () => child.kill() };
}

/**
 * A child process that always ends with this one.
 * @param {string} program
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions} options
 */
function start(program, args, options) {
  const child = spawn(program, args, { stdio: 'ignore', ...options });
  process.once('exit', () => child.kill());
  return child;
}

/**
 * A program on PATH, or among the tools that `cargo xtask` keeps.
 * @param {string} name
 */
function findProgram(name) {
  const tools = join(homedir(), '.cache/portal-tools');
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...entries(tools).map((tool) => join(tools, tool, 'bin'))];
  const found = folders.map((folder) => join(folder, name)).find(isProgram);
  if (!found) throw new Error(`${name} is not installed: run \`cargo xtask test\`, which says what to install`);
  return found;
}

/** Distributions keep WebKitGTK's test browser beside its library. */
function findMiniBrowser() {
  const folders = entries('/usr/lib').flatMap((machine) =>
    entries(join('/usr/lib', machine)).filter((name) => name.startsWith('webkit2gtk-4.')).map((name) => join('/usr/lib', machine, name)),
  );
  const found = folders.map((folder) => join(folder, 'MiniBrowser')).find(isProgram);
  if (!found) throw new Error('MiniBrowser is not installed: it comes with WebKitGTK 4.x');
  return found;
}

/** @param {string} folder */
function entries(folder) {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** @param {string} path */
function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
